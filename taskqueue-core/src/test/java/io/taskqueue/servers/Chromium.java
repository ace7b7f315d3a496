package io.taskqueue.servers;

import java.nio.file.Path;
import java.util.List;

/**
 * A real browser for tests, and the program that drives it. Looked for in this order: on
 * the path, under the names it has on Debian and elsewhere; Debian's packages.
 *
 * @param browser the browser
 * @param driver its driver, of the same version
 */
public record Chromium(Path browser, Path driver) {

    /** The browser that this run found. */
    public static Chromium find() {
        return One.CHROMIUM;
    }

    private static Chromium climb() {
        return new Ladder<Chromium>("Chromium").rung("chromium and chromedriver on the path", Chromium::installed)
            .rung("Debian's packages chromium and chromium-driver", Chromium::fromDebian)
            .climb("Install Chromium and its driver (Debian: apt-get install chromium chromium-driver).");
    }

    private static Chromium installed() throws Ladder.NotHere {
        List<Path> folders = List.of(Path.of("/usr/lib/chromium"), Path.of("/usr/lib/chromium-browser"));
        for (String name : List.of("chromium", "chromium-browser", "google-chrome")) {
            Path browser = Program.find(name, folders);
            Path driver = Program.find("chromedriver", folders);
            if (browser != null && driver != null) {
                return new Chromium(browser, driver);
            }
        }
        throw new Ladder.NotHere("not found");
    }

    private static Chromium fromDebian() throws Exception {
        Program.installFromDebian("chromium");
        Program.installFromDebian("chromium-driver");
        return installed();
    }

    private static final class One {

        private static final Chromium CHROMIUM = climb();

    }

}
