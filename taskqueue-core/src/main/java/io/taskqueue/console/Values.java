package io.taskqueue.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an operator may see of a task's values: nothing but that they are there, unless
 * values are shown. Of shown ones, what is named like a secret stays masked, and the
 * application's {@link Masking} has the last word.
 */
final class Values {

    private static final JsonMapper JSON = JsonMapper.builder()
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .build();

    private final Masking masking;

    Values(Masking masking) {
        this.masking = masking;
    }

    /** Text, such as an error's message. */
    @Nullable Object text(Viewer viewer, String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return viewer.seesValues() ? this.masking.mask(name, text) : viewer.instead();
    }

    /** JSON text as what it says. */
    @Nullable Object json(Viewer viewer, String name, @Nullable String json, int longest) {
        return json(viewer, json, longest, (value) -> masked(name, value));
    }

    /**
     * The JSON array of positional arguments, which are named by the parameters they are
     * for.
     */
    @Nullable Object args(Viewer viewer, @Nullable String json, List<String> parameters, int longest) {
        return json(viewer, json, longest,
                (value) -> (value instanceof List<?> args) ? named(args, parameters) : masked("args", value));
    }

    /**
     * JSON text as somebody changed it who was shown this. What was left as it was shown
     * keeps the value that is behind it, masked or not.
     * @throws RefusedException if it is no JSON
     */
    static String edited(String text, @Nullable Object shown, @Nullable String recorded) {
        try {
            Object edited = JSON.readValue(text, Object.class);
            return (recorded == null) ? text
                    : JSON.writeValueAsString(merged(shown, edited, JSON.readValue(recorded, Object.class)));
        }
        catch (JacksonException unreadable) {
            throw RefusedException.badRequest("args are a JSON array, and kwargs a JSON object");
        }
    }

    private static @Nullable Object merged(@Nullable Object shown, @Nullable Object edited, @Nullable Object recorded) {
        if (Objects.equals(shown, edited)) {
            return recorded;
        }
        if (shown instanceof Map<?, ?> before && edited instanceof Map<?, ?> after
                && recorded instanceof Map<?, ?> behind) {
            Map<String, @Nullable Object> merged = new LinkedHashMap<>();
            after.forEach((key, each) -> merged.put(String.valueOf(key),
                    before.containsKey(key) ? merged(before.get(key), each, behind.get(key)) : each));
            return merged;
        }
        if (shown instanceof List<?> before && edited instanceof List<?> after && recorded instanceof List<?> behind) {
            List<@Nullable Object> merged = new ArrayList<>(after.size());
            for (int i = 0; i < after.size(); i++) {
                merged.add((i < before.size() && i < behind.size()) ? merged(before.get(i), after.get(i), behind.get(i))
                        : after.get(i));
            }
            return merged;
        }
        return edited;
    }

    private @Nullable Object json(Viewer viewer, @Nullable String json, int longest, Pass pass) {
        if (json == null) {
            return null;
        }
        if (!viewer.seesValues()) {
            return viewer.instead();
        }
        if (json.length() > longest) {
            return "too long for a list: " + json.length() + " characters";
        }
        try {
            return pass.through(JSON.readValue(json, Object.class));
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
        return this.masking.mask(path, value);
    }

    private @Nullable Object masked(String path, String name, @Nullable Object value) {
        if (value != null && SensitiveNames.matches(name)) {
            return Masking.MASKED;
        }
        return masked(path + "." + name, value);
    }

    /** Makes a whole document fit to be seen. */
    private interface Pass {

        @Nullable Object through(@Nullable Object value);

    }

}
