package io.taskqueue.message;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * An instant with six fraction digits or none: Python's older parsers take the digits for
 * a count of microseconds.
 */
final class InstantAsMicroseconds extends StdSerializer<Instant> {

    private static final DateTimeFormatter WHOLE = formatter("uuuu-MM-dd'T'HH:mm:ss'Z'");

    private static final DateTimeFormatter FRACTION = formatter("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    InstantAsMicroseconds() {
        super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
        boolean whole = value.truncatedTo(ChronoUnit.MICROS).getNano() == 0;
        generator.writeString((whole ? WHOLE : FRACTION).format(value));
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

}
