package io.taskqueue.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Moments as Celery's messages write them. Written with exactly six fraction digits and a
 * colon in the offset, because Celery 5.2 reads the digits as a count of microseconds and
 * takes any other offset for local time. Read in every form that Python sends; a moment
 * without an offset is in UTC.
 */
final class WireTime {

    private static final int LONGEST = 40;

    /** The years Python knows, less a day for whatever offset it may add. */
    private static final Instant FIRST = Instant.parse("0001-01-02T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-30T23:59:59.999999Z");

    private static final DateTimeFormatter WRITTEN = DateTimeFormatter
        .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'", Locale.ROOT)
        .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter READ = new DateTimeFormatterBuilder().parseCaseInsensitive()
        .appendValue(ChronoField.YEAR, 4)
        .appendPattern("-MM-dd['T'][' ']HH:mm[:ss]")
        .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
        .optionalStart()
        .appendOffset("+HH:MM:ss", "Z")
        .optionalEnd()
        .optionalStart()
        .appendOffset("+HHmm", "Z")
        .optionalEnd()
        .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
        .toFormatter(Locale.ROOT)
        .withResolverStyle(ResolverStyle.STRICT);

    private WireTime() {
    }

    static String write(Instant moment) {
        Instant bounded = moment.isBefore(FIRST) ? FIRST : moment.isAfter(LAST) ? LAST : moment;
        return WRITTEN.format(bounded);
    }

    static @Nullable String write(@Nullable Due due, Instant now) {
        try {
            return (due != null) ? write(due.instant(now)) : null;
        }
        catch (DateTimeException | ArithmeticException beyondAllTime) {
            return write(LAST);
        }
    }

    /**
     * Reads a header, {@code null} where it is absent.
     * @throws MalformedMessageException if it is no moment
     */
    static @Nullable Instant read(String header, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof String text && text.length() <= LONGEST) {
            try {
                return instant(READ.parse(text));
            }
            catch (DateTimeException noMoment) {
                // Told below, without the text.
            }
        }
        throw new MalformedMessageException(MalformedMessageException.Reason.BAD_HEADERS,
                "the header " + header + " is no ISO 8601 date and time");
    }

    private static Instant instant(TemporalAccessor parsed) {
        ZoneOffset offset = parsed.isSupported(ChronoField.OFFSET_SECONDS) ? ZoneOffset.from(parsed) : ZoneOffset.UTC;
        return LocalDateTime.from(parsed).toInstant(offset);
    }

}
