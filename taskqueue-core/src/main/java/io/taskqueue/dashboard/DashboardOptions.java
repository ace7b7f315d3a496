package io.taskqueue.dashboard;

/**
 * How a dashboard looks and what it allows.
 *
 * @param path where in the application it is, such as {@code /taskqueue}
 * @param application the application's name, as people know it
 * @param environment where the application runs, such as {@code production}; empty for no
 * badge
 * @param readOnly whether nothing can be done here
 * @param showValues who sees arguments, results and the words of errors
 */
public record DashboardOptions(String path, String application, String environment, boolean readOnly,
        ShowValues showValues) {

    private static final int LONGEST = 100;

    public DashboardOptions {
        if (!path.matches("(/[A-Za-z0-9_-]+)+") || path.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "A dashboard's path is made of segments such as /taskqueue or /admin/tasks, not " + path);
        }
    }

    /** Who sees values. */
    public enum ShowValues {

        /** Nobody. */
        NEVER,
        /** Those who may act. */
        OPERATORS,
        /** Everybody who may look. */
        VIEWERS

    }

}
