package io.taskqueue.actuate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an operator may see of a task's values: nothing but that they are there, unless
 * values are shown. Of shown ones, what is named like a secret stays masked, and the
 * application's {@link SanitizingFunction}s have the last word.
 */
final class Values {

    /** Stands for every value while values are not shown. */
    static final String HIDDEN = "hidden: set management.endpoint.taskqueue.show-values";

    private static final JsonMapper JSON = JsonMapper.builder()
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .build();

    private final Sanitizer sanitizer;

    Values(Iterable<SanitizingFunction> functions) {
        this.sanitizer = new Sanitizer(functions);
    }

    /** Text, such as an error's message. */
    @Nullable Object text(boolean shown, String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return shown ? sanitized(name, text) : HIDDEN;
    }

    /** JSON text as what it says. */
    @Nullable Object json(boolean shown, String name, @Nullable String json, int longest) {
        return json(shown, json, longest, (value) -> masked(name, value));
    }

    /**
     * The JSON array of positional arguments, which are named by the parameters they are
     * for.
     */
    @Nullable Object args(boolean shown, @Nullable String json, List<String> parameters, int longest) {
        return json(shown, json, longest,
                (value) -> (value instanceof List<?> args) ? named(args, parameters) : masked("args", value));
    }

    private @Nullable Object json(boolean shown, @Nullable String json, int longest, Masking masking) {
        if (json == null) {
            return null;
        }
        if (!shown) {
            return HIDDEN;
        }
        if (json.length() > longest) {
            return "too long for a list: " + json.length() + " characters";
        }
        try {
            return masking.mask(JSON.readValue(json, Object.class));
        }
        catch (JacksonException unreadable) {
            return "not shown: it is no JSON";
        }
    }

    private List<@Nullable Object> named(List<?> args, List<String> parameters) {
        List<@Nullable Object> masked = new ArrayList<>(args.size());
        for (int i = 0; i < args.size(); i++) {
            String name = (i < parameters.size()) ? parameters.get(i) : String.valueOf(i);
            masked.add(masked("args", name, args.get(i)));
        }
        return masked;
    }

    private @Nullable Object masked(String path, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> masked = new LinkedHashMap<>();
            map.forEach((key, each) -> masked.put(String.valueOf(key), masked(path, String.valueOf(key), each)));
            return masked;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> masked = new ArrayList<>(list.size());
            list.forEach((each) -> masked.add(masked(path, each)));
            return masked;
        }
        return sanitized(path, value);
    }

    private @Nullable Object masked(String path, String name, @Nullable Object value) {
        if (value != null && SensitiveNames.matches(name)) {
            return SanitizableData.SANITIZED_VALUE;
        }
        return masked(path + "." + name, value);
    }

    private @Nullable Object sanitized(String name, @Nullable Object value) {
        return this.sanitizer.sanitize(new SanitizableData(null, name, value), true);
    }

    /** Makes a value fit to be seen. */
    private interface Masking {

        @Nullable Object mask(@Nullable Object value);

    }

}
