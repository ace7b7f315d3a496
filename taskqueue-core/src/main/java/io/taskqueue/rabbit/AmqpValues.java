package io.taskqueue.rabbit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.rabbitmq.client.LongString;
import org.jspecify.annotations.Nullable;

/**
 * Header values between JSON's types and those of AMQP tables. On the way out as Python
 * writes them: integers as wide as they need to be, fractions as doubles.
 */
final class AmqpValues {

    private static final int LONGEST_NAME = 255;

    private static final int DEEPEST = 200;

    /** A header frame of the usual size holds a little more. */
    private static final int MOST_BYTES = 100_000;

    private int bytes;

    private AmqpValues() {
    }

    /**
     * A table of JSON values.
     * @throws IllegalArgumentException if it is larger than a message may carry
     */
    static Map<String, @Nullable Object> write(Map<String, @Nullable Object> values) {
        return new AmqpValues().table(values, 0);
    }

    private Map<String, @Nullable Object> table(Map<?, ?> values, int depth) {
        Map<String, @Nullable Object> table = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            String name = String.valueOf(key);
            int length = count(name);
            if (length > LONGEST_NAME) {
                throw new IllegalArgumentException("A header's name is longer than 255 bytes, which RabbitMQ refuses");
            }
            table.put(name, value(value, depth));
        });
        return table;
    }

    private @Nullable Object value(@Nullable Object value, int depth) {
        add(9);
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("The headers are nested deeper than " + DEEPEST);
        }
        if (value instanceof Map<?, ?> map) {
            return table(map, depth + 1);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> array = new ArrayList<>(list.size());
            list.forEach((element) -> array.add(value(element, depth + 1)));
            return array;
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value == null || value instanceof Boolean) {
            return value;
        }
        count(value.toString());
        return value.toString();
    }

    private int count(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        add(length);
        return length;
    }

    private void add(int more) {
        this.bytes += more;
        if (this.bytes > MOST_BYTES) {
            throw new IllegalArgumentException("The headers are larger than " + MOST_BYTES + " bytes");
        }
    }

    private static Object number(Number number) {
        if (number instanceof BigDecimal || number instanceof Float) {
            return number.doubleValue();
        }
        if (number instanceof BigInteger whole && whole.bitLength() > 63) {
            return whole.toString();
        }
        if (number instanceof Double) {
            return number;
        }
        long whole = number.longValue();
        return (whole == (int) whole) ? (Object) (int) whole : (Object) whole;
    }

    /** A table that came, as JSON values. */
    static Map<String, @Nullable Object> read(Map<?, ?> table) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        table.forEach((key, value) -> values.put(String.valueOf(key), json(value)));
        return values;
    }

    private static @Nullable Object json(@Nullable Object value) {
        if (value instanceof LongString text) {
            return new String(text.getBytes(), StandardCharsets.UTF_8);
        }
        if (value instanceof Map<?, ?> map) {
            return read(map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> array = new ArrayList<>(list.size());
            list.forEach((element) -> array.add(json(element)));
            return array;
        }
        if (value instanceof byte[] bytes) {
            // as Celery writes bytes in JSON, so that they are not taken for text
            return Map.of("__type__", "base64", "__value__", Base64.getEncoder().encodeToString(bytes));
        }
        if (value instanceof Date date) {
            return date.toInstant().toString();
        }
        boolean plain = value == null || value instanceof Boolean || value instanceof Number;
        return plain ? value : String.valueOf(value);
    }

}
