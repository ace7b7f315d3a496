package io.taskqueue.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import org.springframework.util.FileSystemUtils;

import io.taskqueue.servers.Chromium;

import static org.awaitility.Awaitility.await;

/** Somebody who looks at a page with Chromium, without a screen. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Path SHOTS = Path.of("target", "screenshots");

    private final ChromeDriver driver;

    private final Path profile;

    private Browser(ChromeDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
    }

    static Browser start() {
        Chromium chromium = Chromium.find();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.browser().toFile());
        Path profile = folder();
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--hide-scrollbars", "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
            .usingDriverExecutable(chromium.driver().toFile())
            .build();
        Browser browser = new Browser(new ChromeDriver(service, options), profile);
        browser.size(1360, 900);
        return browser;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("taskqueue-chromium-");
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void size(int width, int height) {
        this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** {@code light} or {@code dark}, as the viewer's system has it. */
    void theme(String theme) {
        this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
    }

    void open(String address) {
        this.driver.get(address);
    }

    /** Moves within the page, and waits until it shows what is there. */
    void go(String place) {
        script("location.hash = arguments[0]", "#/" + place);
        await("the page shows " + place).atMost(PATIENCE)
            .until(() -> Boolean.TRUE
                .equals(script("return document.querySelector('main').dataset.shown === location.hash")));
    }

    Object script(String script, Object... arguments) {
        return this.driver.executeScript(script, arguments);
    }

    String text() {
        return String.valueOf(script("return document.body.innerText"));
    }

    List<WebElement> all(String selector) {
        return this.driver.findElements(By.cssSelector(selector));
    }

    /** Waits until the page says this. */
    void sees(String words) {
        await("the page says " + words).atMost(PATIENCE).until(this::text, (text) -> text.contains(words));
    }

    /** Waits until the page no longer says this. */
    void seesNoMore(String words) {
        await("the page stops saying " + words).atMost(PATIENCE).until(this::text, (text) -> !text.contains(words));
    }

    /** Waits until there are so many of these. */
    void sees(String selector, int count) {
        await(count + " of " + selector).atMost(PATIENCE).until(() -> all(selector).size() == count);
    }

    /** How long after it was asked for the page came to this, in milliseconds. */
    long millisUntil(String condition) {
        return ((Number) script("""
                return new Promise((done) => {
                    const look = () => (%s) ? done(Math.round(performance.now())) : setTimeout(look, 2);
                    look();
                })""".formatted(condition))).longValue();
    }

    void click(String selector) {
        await("to click " + selector).atMost(PATIENCE)
            .ignoreException(StaleElementReferenceException.class)
            .until(() -> {
                List<WebElement> found = all(selector);
                found.stream().findFirst().ifPresent(WebElement::click);
                return !found.isEmpty();
            });
    }

    /** Clicks the button, link or label with these words. */
    void press(String words) {
        await("to press " + words).atMost(PATIENCE).ignoreException(StaleElementReferenceException.class).until(() -> {
            WebElement found = (WebElement) script("""
                    const open = document.querySelector('dialog[open]') ?? document;
                    return [...open.querySelectorAll('button, a')]
                        .find((each) => each.innerText?.trim() === arguments[0] && !each.disabled) ?? null""", words);
            if (found != null) {
                found.click();
            }
            return found != null;
        });
    }

    /** Types into the field, and leaves it. */
    void fill(String selector, String words) {
        fill(selector, words, true);
    }

    void fill(String selector, String words, boolean enter) {
        WebElement field = this.driver.findElement(By.cssSelector(selector));
        field.clear();
        field.sendKeys(enter ? words + "\n" : words);
    }

    void keys(CharSequence... keys) {
        new Actions(this.driver).sendKeys(keys).perform();
    }

    String address() {
        return String.valueOf(this.driver.getCurrentUrl());
    }

    /**
     * What the browser complained of since the last time, other than of tasks that nobody
     * knows.
     */
    List<String> complaints() {
        return this.driver.manage()
            .logs()
            .get(LogType.BROWSER)
            .getAll()
            .stream()
            .filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
            .map(LogEntry::getMessage)
            .filter((line) -> !line.matches(".*/api/tasks/.* status of 404 .*"))
            .toList();
    }

    /** A picture of the page, for people. */
    void shoot(String name) {
        try {
            Files.createDirectories(SHOTS);
            Files.write(SHOTS.resolve(name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
        }
        catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        this.driver.quit();
        FileSystemUtils.deleteRecursively(this.profile.toFile());
    }

}
