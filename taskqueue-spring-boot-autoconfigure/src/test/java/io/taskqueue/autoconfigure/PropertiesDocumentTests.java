package io.taskqueue.autoconfigure;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

import static org.assertj.core.api.Assertions.assertThat;

/** What editors and the documentation say about our keys. */
class PropertiesDocumentTests {

    private static final String HOW = "docs/properties.md does not say what the properties say. Write it anew:"
            + " mvn -pl taskqueue-spring-boot-autoconfigure -am test -Dtest=PropertiesDocumentTests"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dtaskqueue.docs.write=true";

    @TestFactory
    Stream<DynamicTest> everyKeyIsDescribed() {
        return Metadata.read()
            .stream()
            .map((key) -> DynamicTest.dynamicTest(key.name(),
                    () -> assertThat(key.description()).as(key.name()).matches("(?s)[A-Z].{8,}\\.")));
    }

    @TestFactory
    Stream<DynamicTest> everyKeyHasADefaultOrSaysWhatHoldsWithout() {
        return Metadata.read()
            .stream()
            .filter((key) -> !key.map())
            .map((key) -> DynamicTest.dynamicTest(key.name(),
                    () -> assertThat(key.defaultValue() != null && !key.defaultValue().isBlank()
                            || key.description().matches("(?s).*(Unset|Empty): .*"))
                        .as("%s has a default, or its description says \"Unset: …\" or \"Empty: …\"", key.name())
                        .isTrue()));
    }

    @Test
    void everyOverrideOfATaskIsDescribed() {
        everyComponentIsDescribed(TaskQueueProperties.Task.class, "taskqueue.tasks[*]");
    }

    @Test
    void everythingAScheduleCanSayIsDescribed() {
        everyComponentIsDescribed(TaskQueueProperties.Schedule.class, "taskqueue.beat.schedule[*]");
    }

    private static void everyComponentIsDescribed(Class<? extends Record> entry, String key) {
        List<String> overrides = Stream.of(entry.getRecordComponents())
            .map(RecordComponent::getName)
            .map((name) -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
            .map((name) -> ConfigurationPropertyName.of(key).append(name).toString())
            .toList();
        assertThat(Metadata.read()).filteredOn((each) -> each.name().startsWith(key))
            .extracting(Metadata::name)
            .containsExactlyInAnyOrderElementsOf(overrides);
    }

    @Test
    void theDocumentSaysWhatTheMetadataSays() throws IOException {
        if (Boolean.getBoolean("taskqueue.docs.write")) {
            Files.createDirectories(PropertiesDocument.FILE.getParent());
            Files.writeString(PropertiesDocument.FILE, PropertiesDocument.text());
        }
        assertThat(PropertiesDocument.FILE).as(HOW).exists();
        assertThat(Files.readString(PropertiesDocument.FILE)).as(HOW).isEqualTo(PropertiesDocument.text());
    }

}
