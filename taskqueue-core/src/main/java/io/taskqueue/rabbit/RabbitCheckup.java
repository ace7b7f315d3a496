package io.taskqueue.rabbit;

import java.util.ArrayList;
import java.util.List;

import io.taskqueue.broker.Checkup;
import io.taskqueue.message.SafeText;

/** What an operator of RabbitMQ should mend, though tasks get through. */
final class RabbitCheckup implements Checkup {

    private final RabbitBroker broker;

    RabbitCheckup(RabbitBroker broker) {
        this.broker = broker;
    }

    @Override
    public List<String> concerns() {
        List<String> concerns = new ArrayList<>();
        String alarm = this.broker.connections().alarm();
        if (alarm != null) {
            concerns.add("RabbitMQ takes no messages while it is " + SafeText.of(alarm)
                    + ": free memory or disk there, or raise vm_memory_high_watermark or disk_free_limit");
        }
        return concerns;
    }

    /** What is confirmed lies on disk; there is no restart that forgets it. */
    @Override
    public long losses() {
        return 0;
    }

}
