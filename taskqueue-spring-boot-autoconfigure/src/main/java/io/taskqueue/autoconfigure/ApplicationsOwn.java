package io.taskqueue.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The connection to a broker that the application has anyway: the marked, the primary, or
 * the only one.
 *
 * @param <F> what makes such connections
 */
final class ApplicationsOwn<F> {

    private final ObjectProvider<F> any;

    private final ObjectProvider<F> marked;

    private final Words words;

    ApplicationsOwn(ObjectProvider<F> any, ObjectProvider<F> marked, Words words) {
        this.any = any;
        this.marked = marked;
        this.words = words;
    }

    /**
     * The factory that leads there.
     * @param typeKey the property that asks for it
     */
    F factory(String typeKey) {
        F own = this.marked.getIfAvailable();
        F chosen = (own != null) ? own : this.any.getIfUnique();
        if (chosen != null) {
            return chosen;
        }
        boolean none = this.any.stream().findAny().isEmpty();
        throw new TaskQueueStartException(
                typeKey + " is " + this.words.type() + ", and this application has "
                        + (none ? "no " + this.words.bean() + "."
                                : "several " + this.words.bean() + " beans, none primary."),
                """
                        Do one of these:

                            - give tasks an address of their own: %s=%s://…
                            - %s""".formatted(typeKey.replace(".type", ".url"), this.words.scheme(),
                        none ? "let Boot make the connection, from " + this.words.properties()
                                : "mark one of the beans with " + this.words.marker()));
    }

    /**
     * What the technology calls things.
     *
     * @param type what a type property names it
     * @param scheme how an address of it begins
     * @param bean what makes its connections
     * @param marker the annotation that marks one for tasks
     * @param properties where Boot describes a connection
     */
    record Words(String type, String scheme, String bean, String marker, String properties) {
    }

}
