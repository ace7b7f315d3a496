package io.taskqueue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** Who knows whom: each room imports what stands here and nothing else. */
class RoomTests {

    private static final String HOUSE = "io.taskqueue";

    private static final JavaClasses CLASSES = new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(HOUSE);

    private static final Map<String, Set<String>> KNOWS = rooms();

    private static Map<String, Set<String>> rooms() {
        Map<String, Set<String>> rooms = new LinkedHashMap<>();
        rooms.put("message", Set.of());
        rooms.put("result", Set.of());
        rooms.put("result.document", Set.of("result"));
        rooms.put("broker", Set.of("message", "result"));
        rooms.put("canvas", Set.of("message"));
        rooms.put("event", Set.of("message", "broker", "result"));
        rooms.put("admission", Set.of());
        rooms.put("", Set.of("message", "result", "broker", "canvas", "event", "admission"));
        rooms.put("execution", with(rooms.get(""), ""));
        rooms.put("worker", with(rooms.get("execution"), "execution"));
        rooms.put("control", with(rooms.get("worker"), "worker"));
        rooms.put("observation", with(rooms.get("execution"), "execution"));
        rooms.put("beat", with(rooms.get(""), ""));
        rooms.put("console", with(with(rooms.get("control"), "control"), "beat"));
        rooms.put("dashboard", with(rooms.get("console"), "console"));
        rooms.put("memory", Set.of("message", "broker", "result", "admission", "beat"));
        rooms.put("redis", Set.of("message", "broker", "result", "result.document", "admission", "beat"));
        rooms.put("rabbit", Set.of("message", "broker", "result", "result.document", "admission"));
        rooms.put("sql", Set.of("message", "result"));
        rooms.put("jdbc", Set.of("message", "broker", "result", "admission", "sql"));
        rooms.put("jpa", Set.of("message", "result", "beat", "sql", "jpa.entity"));
        rooms.put("jpa.entity", Set.of());
        return rooms;
    }

    private static Set<String> with(Set<String> known, String more) {
        Set<String> all = new LinkedHashSet<>(known);
        all.add(more);
        return all;
    }

    @Test
    void everyPackageIsARoomWithRules() {
        Set<String> packages = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(packages).allSatisfy((name) -> assertThat(KNOWS).containsKey(room(name)));
    }

    @TestFactory
    Stream<DynamicTest> eachRoomKnowsNoMoreThanItSays() {
        return KNOWS.entrySet()
            .stream()
            .map((entry) -> DynamicTest.dynamicTest(entry.getKey().isEmpty() ? "front door" : entry.getKey(),
                    () -> knowsOnly(entry.getKey(), entry.getValue()).check(CLASSES)));
    }

    @Test
    void noTwoRoomsKnowEachOther() {
        SlicesRuleDefinition.slices().matching(HOUSE + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void coreKnowsNothingOfSpringBoot() {
        noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework.boot..").check(CLASSES);
    }

    @Test
    void onlyTechnologyRoomsKnowClients() {
        noClasses().that()
            .resideOutsideOfPackages(HOUSE + ".jdbc..", HOUSE + ".jpa..", HOUSE + ".sql..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.jdbc..", "jakarta.persistence..", "java.sql..", "javax.sql..")
            .check(CLASSES);
        noClasses().that()
            .resideOutsideOfPackages(HOUSE + ".jdbc..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.postgresql..")
            .check(CLASSES);
        noClasses().that()
            .resideOutsideOfPackages(HOUSE + ".redis..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.data.redis..", "io.lettuce..")
            .check(CLASSES);
        noClasses().that()
            .resideOutsideOfPackages(HOUSE + ".rabbit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.amqp..", "com.rabbitmq..")
            .check(CLASSES);
    }

    @Test
    void everyRoomIsNullMarkedAndIntroducesItself() {
        List<String> missing = KNOWS.keySet()
            .stream()
            .map((room) -> room.isEmpty() ? HOUSE : HOUSE + "." + room)
            .filter((name) -> Arrays.stream(annotationsOf(name))
                .noneMatch((annotation) -> annotation.annotationType().getSimpleName().equals("NullMarked")))
            .toList();
        assertThat(missing).isEmpty();
    }

    private static java.lang.annotation.Annotation[] annotationsOf(String name) {
        try {
            return Class.forName(name + ".package-info").getAnnotations();
        }
        catch (ClassNotFoundException absent) {
            return new java.lang.annotation.Annotation[0];
        }
    }

    private static ArchRule knowsOnly(String room, Set<String> known) {
        return noClasses().that(in(room)).should().dependOnClassesThat(inAnotherRoomThan(with(known, room)));
    }

    private static DescribedPredicate<JavaClass> in(String room) {
        return DescribedPredicate.describe("in room '" + room + "'",
                (type) -> ours(type) && room(type.getPackageName()).equals(room));
    }

    private static DescribedPredicate<JavaClass> inAnotherRoomThan(Set<String> known) {
        return DescribedPredicate.describe("in a room other than " + known,
                (type) -> ours(type) && !known.contains(room(type.getPackageName())));
    }

    private static boolean ours(JavaClass type) {
        return type.getPackageName().equals(HOUSE) || type.getPackageName().startsWith(HOUSE + ".");
    }

    private static String room(String packageName) {
        return packageName.equals(HOUSE) ? "" : packageName.substring(HOUSE.length() + 1);
    }

}
