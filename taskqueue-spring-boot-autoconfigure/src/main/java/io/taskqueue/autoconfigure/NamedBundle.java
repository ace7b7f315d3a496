package io.taskqueue.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The SSL bundle that a property names.
 *
 * @param key the property
 * @param name the bundle
 */
record NamedBundle(String key, String name) {

    static @Nullable NamedBundle of(String key, @Nullable String name) {
        return (name != null) ? new NamedBundle(key, name) : null;
    }

    /** The bundle of that name, which has to be there. */
    SslBundle find(@Nullable SslBundles all) {
        try {
            if (all != null) {
                return all.getBundle(this.name);
            }
        }
        catch (NoSuchSslBundleException unknown) {
            throw missing(unknown);
        }
        throw missing(null);
    }

    private TaskQueueStartException missing(@Nullable Throwable cause) {
        return new TaskQueueStartException(this.key + " is " + this.name + ", and there is no SSL bundle of that name.",
                "Define it below spring.ssl.bundle.pem." + this.name + " or spring.ssl.bundle.jks." + this.name
                        + ", or remove " + this.key + " to trust what Java trusts.",
                cause);
    }

    /**
     * It is named, and nothing would use it.
     * @param scheme how an address begins that would
     * @param boots the property for the connection that Boot makes
     */
    TaskQueueStartException unused(String scheme, String boots) {
        return new TaskQueueStartException(
                this.key + " is set, and without an address that begins with " + scheme
                        + ":// nothing is encrypted with it.",
                "Begin " + this.key.replace("ssl-bundle", "url") + " with " + scheme + "://, or remove " + this.key
                        + ". The connection that Boot makes has " + boots + ".");
    }

}
