package io.taskqueue.servers;

/** Where all bytes of a proxy pass, or wait. */
final class ProxyValve {

    private boolean closed;

    synchronized void close(boolean close) {
        this.closed = close;
        notifyAll();
    }

    synchronized void pass() {
        while (this.closed) {
            try {
                wait();
            }
            catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

}
