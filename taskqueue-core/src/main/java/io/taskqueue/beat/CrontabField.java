package io.taskqueue.beat;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One field of Celery's crontab: the numbers it stands for. Ranges may wrap, as in
 * {@code 22-2}; a step counts from where its range begins.
 */
final class CrontabField {

    private static final Pattern PART = Pattern.compile("(?:(\\*)|(\\w+)(?:-(\\w+))?)(?:/(\\d{1,4}))?");

    private static final List<String> WEEKDAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    private static final List<String> MONTHS = List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
            "oct", "nov", "dec");

    private static final int LETTERS = 3;

    private final int lowest;

    private final int highest;

    private final List<String> names;

    private final BitSet numbers = new BitSet();

    private CrontabField(String text, int lowest, int highest, List<String> names) {
        this.lowest = lowest;
        this.highest = highest;
        this.names = names;
        for (String part : text.split(",", -1)) {
            add(part);
        }
    }

    static CrontabField minute(String text) {
        return new CrontabField(text, 0, 59, List.of());
    }

    static CrontabField hour(String text) {
        return new CrontabField(text, 0, 23, List.of());
    }

    static CrontabField dayOfMonth(String text) {
        return new CrontabField(text, 1, 31, List.of());
    }

    static CrontabField month(String text) {
        return new CrontabField(text, 1, 12, MONTHS);
    }

    static CrontabField dayOfWeek(String text) {
        return new CrontabField(text, 0, 6, WEEKDAYS);
    }

    boolean contains(int number) {
        return this.numbers.get(number);
    }

    boolean complete() {
        return this.numbers.cardinality() == this.highest - this.lowest + 1;
    }

    IntStream numbers() {
        return this.numbers.stream();
    }

    private void add(String part) {
        Matcher read = PART.matcher(part);
        if (!read.matches()) {
            throw new IllegalArgumentException("\"" + part + "\" is neither *, a number, a name nor a range");
        }
        boolean all = read.group(1) != null;
        int from = all ? this.lowest : number(read.group(2));
        int to = all ? this.highest : (read.group(3) != null) ? number(read.group(3)) : from;
        int step = (read.group(4) != null) ? Integer.parseInt(read.group(4)) : 1;
        if (step < 1) {
            throw new IllegalArgumentException("a step is at least 1, not " + step);
        }
        if (read.group(4) != null && from == to && !all && Character.isDigit(part.charAt(0))) {
            throw new IllegalArgumentException("\"" + part + "\" steps through one number; write a range or *");
        }
        addRange(from, to, step);
    }

    private void addRange(int from, int to, int step) {
        int size = this.highest - this.lowest + 1;
        int length = Math.floorMod(to - from, size);
        for (int i = 0; i <= length; i += step) {
            this.numbers.set(this.lowest + (from - this.lowest + i) % size);
        }
    }

    private int number(String text) {
        int number = Character.isDigit(text.charAt(0)) ? digits(text) : named(text);
        if (number < this.lowest || number > this.highest) {
            throw new IllegalArgumentException(
                    number + " is not among " + this.lowest + " to " + this.highest + hint(number));
        }
        return number;
    }

    private String hint(int number) {
        return (this.names == WEEKDAYS && number == WEEKDAYS.size()) ? "; in Celery's crontab Sunday is 0" : "";
    }

    private static int digits(String text) {
        try {
            return Integer.parseInt(text);
        }
        catch (NumberFormatException tooMuch) {
            throw new IllegalArgumentException("\"" + text + "\" is no number", tooMuch);
        }
    }

    /** As in Celery, the first three letters count. */
    private int named(String text) {
        String start = text.substring(0, Math.min(LETTERS, text.length())).toLowerCase(Locale.ROOT);
        int place = this.names.indexOf(start);
        if (place < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is no name here");
        }
        return this.lowest + place;
    }

}
