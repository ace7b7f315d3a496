package io.taskqueue.execution;

import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.support.GenericApplicationContext;

import io.taskqueue.RetryOptions;
import io.taskqueue.SharedTask;
import io.taskqueue.TaskContext;
import io.taskqueue.TaskDefinition;
import io.taskqueue.TaskOptions;
import io.taskqueue.TaskParam;
import io.taskqueue.UnknownTaskException;
import io.taskqueue.canvas.TaskMethod;
import io.taskqueue.message.TaskValues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TaskScannerTests {

    @Test
    void nameIsBeanAndMethodUnlessGiven() {
        TaskRegistry registry = registry(new Good());
        assertThat(registry.all().stream().map(TaskDefinition::name)).containsExactly("good.plain", "shop.named",
                "shop.tuned");
        assertThat(registry.find("shop.old")).map(TaskDefinition::name).contains("shop.named");
    }

    @Test
    void attributesConfigurationAndDefaultsMakeTheOptions() {
        TaskOptions tuned = registry(new Good()).find("shop.tuned").orElseThrow().options();
        assertThat(tuned.queue()).isEqualTo("mail");
        assertThat(tuned.priority()).isEqualTo(7);
        assertThat(tuned.retry().maxRetries()).isEqualTo(9);
        assertThat(tuned.retry().backoff()).isEqualTo(Duration.ofSeconds(1));
        assertThat(tuned.retry().jitter()).isFalse();
        assertThat(tuned.timeLimit()).isEqualTo(Duration.ofMinutes(90));
        assertThat(tuned.softTimeLimit()).isEqualTo(Duration.ofSeconds(10));
        assertThat(tuned.expires()).isEqualTo(Duration.ofDays(1));
        TaskOptions plain = registry(new Good()).find("good.plain").orElseThrow().options();
        assertThat(plain).isEqualTo(TaskOptions.DEFAULT);
    }

    @Test
    void parametersKeepGenericTypesAndGivenNames() {
        TaskDefinition named = registry(new Good()).find("shop.named").orElseThrow();
        assertThat(named.parameters().stream().map(TaskDefinition.Parameter::name)).containsExactly("lines",
                "order_id");
        assertThat(named.parameters().get(0).type().getTypeName()).isEqualTo("java.util.List<java.lang.Long>");
    }

    @Test
    void lazyBeanIsFoundAndNotCreated() {
        GenericApplicationContext context = new GenericApplicationContext();
        RootBeanDefinition lazy = new RootBeanDefinition(Explosive.class);
        lazy.setLazyInit(true);
        context.registerBeanDefinition("explosive", lazy);
        context.refresh();
        TaskRegistry registry = new TaskRegistry(scanner(context.getDefaultListableBeanFactory())::scan);
        assertThat(registry.find("explosive.task")).isPresent();
        context.close();
    }

    @Test
    void interfaceProxyIsCalledThroughItsInterface() throws Throwable {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        ProxyFactory proxy = new ProxyFactory(new Printer());
        proxy.setInterfaces(Printing.class);
        beans.registerSingleton("printer", proxy.getProxy());
        TaskRegistry registry = new TaskRegistry(scanner(beans)::scan);
        RegisteredTask task = registry.task("printer.print").orElseThrow();
        assertThat(task.definition().source()).isEqualTo(Printer.class.getName() + ".print");
        TaskMethod.Function1<Printing, String, String> reference = Printing::print;
        assertThat(registry.resolve(reference).name()).isEqualTo("printer.print");
    }

    @Test
    void finalMethodOfAProxiedClassStopsTheStart() {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        ProxyFactory proxy = new ProxyFactory(new Final());
        proxy.setProxyTargetClass(true);
        beans.registerSingleton("final", proxy.getProxy());
        assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(() -> scanner(beans).scan())
            .withMessageContaining("Remove final");
    }

    @Test
    void referencesThatNameNoTaskSayWhatToWrite() {
        TaskRegistry registry = registry(new Good());
        Good good = new Good();
        TaskMethod.Function1<Good, String, String> lambda = (bean, text) -> text;
        TaskMethod.Action0<String> bound = (ignored) -> good.toString();
        TaskMethod.Function1<Good, String, String> notATask = Good::notATask;
        TaskMethod.Function0<String, Integer> foreign = String::length;
        assertRefused(registry, lambda, "method reference such as");
        assertRefused(registry, bound, "method reference such as");
        assertRefused(registry, notATask, "@SharedTask");
        assertRefused(registry, foreign, "@SharedTask");
    }

    private static void assertRefused(TaskRegistry registry, TaskMethod method, String cure) {
        assertThatExceptionOfType(UnknownTaskException.class).isThrownBy(() -> registry.resolve(method))
            .withMessageContaining(cure);
    }

    @Test
    @Tag("S02")
    @Tag("S14")
    void nameIsLookedUpInAMapAndNowhereElse() {
        TaskRegistry registry = registry(new Good());
        for (String hostile : List.of("java.lang.Runtime.exec", "#{T(java.lang.Runtime).getRuntime().exec('ls')}",
                "${user.home}", "../x", "good", "x".repeat(1_000_000), "good.plain\u0000")) {
            assertThat(registry.find(hostile)).isEqualTo(Optional.empty());
        }
    }

    @Test
    void twoTasksOfOneNameStopTheStart() {
        assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(() -> registry(new Good(), new Twin()).fill())
            .withMessageContaining("shop.named")
            .withMessageContaining(Good.class.getName())
            .withMessageContaining(Twin.class.getName());
    }

    @ParameterizedTest
    @ValueSource(classes = { Private.class, Static.class, ContextFirst.class, TakesAStream.class,
            TakesAnInterface.class, ReturnsAPublisher.class, ReturnsAFuture.class, NeverRetries.class, TwoWaits.class,
            NoDuration.class, SoftAboveHard.class, HighPriority.class, OnceAndUnknown.class })
    void methodThatCannotBeATaskStopsTheStart(Class<?> type) throws Exception {
        Object bean = type.getDeclaredConstructor().newInstance();
        assertThatExceptionOfType(InvalidTaskException.class).isThrownBy(() -> registry(bean).fill())
            .satisfies((failure) -> {
                assertThat(failure.source()).startsWith(type.getName() + ".");
                assertThat(failure.problem()).isNotBlank();
                assertThat(failure.cure()).isNotBlank();
            });
    }

    private static TaskRegistry registry(Object... beans) {
        DefaultListableBeanFactory factory = new DefaultListableBeanFactory();
        for (Object bean : beans) {
            String name = bean.getClass().getSimpleName();
            factory.registerSingleton(Character.toLowerCase(name.charAt(0)) + name.substring(1), bean);
        }
        return new TaskRegistry(scanner(factory)::scan);
    }

    private static TaskScanner scanner(DefaultListableBeanFactory beans) {
        TaskOverrides overrides = new TaskOverrides(null, null, 9, null, null, null, null, null, null, null, null, null,
                null, null, null, null);
        return new TaskScanner(beans,
                new TaskOptionsResolver(
                        new TaskOptions(TaskOptions.DEFAULT_QUEUE, null, RetryOptions.DEFAULT, null, null,
                                SharedTask.Acknowledgement.LATE, false, false, null),
                        new TaskPatterns(Map.of("shop.tuned", overrides))),
                new TaskSignatures(TaskValues.standard()));
    }

    static class Good {

        @SharedTask
        String plain(String text) {
            return text;
        }

        @SharedTask(name = "shop.named", aliases = "shop.old")
        int named(List<Long> lines, @TaskParam("order_id") long id, TaskContext task) {
            return lines.size();
        }

        @SharedTask(name = "shop.tuned", queue = "mail", priority = 7, retryFor = IllegalStateException.class,
                maxRetries = 2, retryBackoff = "1s", retryJitter = false, timeLimit = "1h30m", softTimeLimit = "PT10S",
                expires = "1d")
        void tuned() {
            Thread.onSpinWait();
        }

        String notATask(String text) {
            return text;
        }

    }

    static class Twin {

        @SharedTask(name = "shop.named")
        void twin() {
            Thread.onSpinWait();
        }

    }

    static class Explosive {

        Explosive() {
            throw new IllegalStateException("created");
        }

        @SharedTask
        void task() {
            Thread.onSpinWait();
        }

    }

    interface Printing {

        String print(String text);

    }

    static class Printer implements Printing {

        @Override
        @SharedTask
        public String print(String text) {
            return text;
        }

    }

    static class Final {

        @SharedTask
        final void task() {
            Thread.onSpinWait();
        }

    }

    static class Private {

        @SharedTask
        private void task() {
            Thread.onSpinWait();
        }

    }

    static class Static {

        @SharedTask
        static void task() {
            Thread.onSpinWait();
        }

    }

    static class OnceAndUnknown {

        @SharedTask(deduplicate = true, ignoreResult = true)
        void task() {
            Thread.onSpinWait();
        }

    }

    static class ContextFirst {

        @SharedTask
        void task(TaskContext task, String text) {
            Thread.onSpinWait();
        }

    }

    static class TakesAStream {

        @SharedTask
        void task(InputStream in) {
            Thread.onSpinWait();
        }

    }

    static class TakesAnInterface {

        @SharedTask
        void task(Printing printing) {
            Thread.onSpinWait();
        }

    }

    static class ReturnsAPublisher {

        @SharedTask
        Flow.Publisher<String> task() {
            return (subscriber) -> {
            };
        }

    }

    static class ReturnsAFuture {

        @SharedTask
        Future<String> task() {
            throw new IllegalStateException();
        }

    }

    static class NeverRetries {

        @SharedTask(maxRetries = 5)
        void task() {
            Thread.onSpinWait();
        }

    }

    static class TwoWaits {

        @SharedTask(retryFor = Exception.class, retryDelay = "1s", retryBackoff = "1s")
        void task() {
            Thread.onSpinWait();
        }

    }

    static class NoDuration {

        @SharedTask(timeLimit = "soon")
        void task() {
            Thread.onSpinWait();
        }

    }

    static class SoftAboveHard {

        @SharedTask(timeLimit = "1s", softTimeLimit = "2s")
        void task() {
            Thread.onSpinWait();
        }

    }

    static class HighPriority {

        @SharedTask(priority = 10)
        void task() {
            Thread.onSpinWait();
        }

    }

}
