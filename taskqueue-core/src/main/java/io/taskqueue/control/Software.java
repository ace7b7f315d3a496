package io.taskqueue.control;

/** What this worker says it is. */
final class Software {

    static final String NAME = "taskqueue";

    static final String VERSION = version();

    private Software() {
    }

    /** As the jar says; classes in a folder have none. */
    private static String version() {
        String version = Software.class.getPackage().getImplementationVersion();
        return (version != null) ? version : "development";
    }

}
