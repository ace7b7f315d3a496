package io.taskqueue.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.taskqueue.beat.BeatOptions;
import io.taskqueue.beat.ScheduleOverrides;

/** What the properties say of schedules, as the core understands it. */
final class BeatOptionsOf {

    private final TaskQueueProperties properties;

    BeatOptionsOf(TaskQueueProperties properties) {
        this.properties = properties;
    }

    BeatOptions beat(String application) {
        TaskQueueProperties.Beat beat = this.properties.beat();
        Duration lease = new TaskQueueOptions(this.properties).lease();
        return new BeatOptions(application, lease, positive("beat.poll", beat.poll()),
                positive("sweep", this.properties.sweep()), positive("beat.misfire-after", beat.misfireAfter()),
                positive("beat.keep-firings", beat.keepFirings()));
    }

    private static Duration positive(String key, Duration value) {
        TaskQueueOptions.require(value.toMillis() > 0, key, value, "It must be longer than 0");
        return value;
    }

    /** What is said of each schedule, by its name. */
    Map<String, ScheduleOverrides> schedules() {
        Map<String, ScheduleOverrides> schedules = new LinkedHashMap<>();
        this.properties.beat().schedule().forEach((name, said) -> schedules.put(name, overrides(name, said)));
        return schedules;
    }

    private static ScheduleOverrides overrides(String name, TaskQueueProperties.Schedule said) {
        String every = (said.every() != null) ? said.every().toString() : null;
        String at = (said.at() != null) ? said.at().toInstant().toString() : null;
        long count = Stream.of(said.cron(), every, at).filter((each) -> each != null).count();
        TaskQueueOptions.require(count <= 1, "beat.schedule." + name, said, "It may have one of cron, every and at");
        return new ScheduleOverrides(said.task(), first(said.cron(), every, at),
                (said.zone() != null) ? said.zone().getId() : null, said.args(), said.kwargs(), said.queue(),
                said.priority(), said.expires(), said.misfire(), said.overlap(), said.enabled());
    }

    private static @Nullable String first(@Nullable String... texts) {
        return Stream.of(texts).filter((text) -> text != null).findFirst().orElse(null);
    }

}
