package dev.logbell.standalone;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvent;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.smallrye.mutiny.Multi;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the code of all roles to the rules of the house. */
class HouseRulesTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.logbell");

    /** Classes that subscribe by themselves, and why nothing of the main path is lost by it. */
    private static final Map<String, String> SUBSCRIBERS = Map.of(
            "dev.logbell.processor.ingest.GroupCommit", "runs one transaction at a time, and tells those who wait",
            "dev.logbell.processor.ingest.AlertQueue", "declares the queue at the start, and tries until it is there",
            "dev.logbell.processor.ingest.PatternSharing", "tells the store on a timer, beside the main path",
            "dev.logbell.processor.store.StoreOpener", "opens the store at the start, and tries until it is open",
            "dev.logbell.processor.store.Retention", "drops old days on a timer, beside the main path",
            "dev.logbell.processor.page.EventRates", "counts for the page on a timer, beside the main path",
            "dev.logbell.alerter.Alerter", "wakes the channels at the start, which nobody waits for",
            "dev.logbell.alerter.outbox.GroupCommit", "runs one transaction at a time, and tells those who wait",
            "dev.logbell.alerter.outbox.Upkeep", "drops old alerts and counts on a timer, beside the main path",
            "dev.logbell.alerter.deliver.Dispatcher$Loop", "delivers what is durable in the outbox already");

    @Test
    void seesTheCodeOfEveryRole() {
        for (String known : Set.of("log", "query", "collector", "processor", "alerter", "standalone")) {
            assertThat(CODE.stream().anyMatch(type -> isIn(type, known)))
                    .as(known)
                    .isTrue();
        }
    }

    @Test
    void sharedTypesKnowNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.logbell.log..",
                        "dev.logbell.alert..",
                        "dev.logbell.wire..",
                        "dev.logbell.query..",
                        "dev.logbell.access..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..", "io.vertx..")
                .because("whatever speaks Logbell's types must not need our framework")
                .check(CODE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector", "processor", "alerter"})
    void featuresOfARoleAreFreeOfCycles(String role) {
        slices().matching("dev.logbell." + role + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CODE);
    }

    @Test
    void rolesDoNotKnowEachOther() {
        slices().matching("dev.logbell.(collector|processor|alerter)..")
                .should()
                .notDependOnEachOther()
                .because("they share two channels and nothing else")
                .check(CODE);
    }

    @Test
    void nothingIsAcknowledgedBeforeItsWorkIsDone() {
        methods()
                .that()
                .areAnnotatedWith(Incoming.class)
                .or()
                .areAnnotatedWith(Outgoing.class)
                .should(acknowledgeAfterTheWork())
                .allowEmptyShould(true)
                .check(CODE);
    }

    @Test
    void earlyAcknowledgementIsRecognised() {
        JavaClass pipelines = new ClassFileImporter().importClass(Pipelines.class);
        ConditionEvents found = ConditionEvents.Factory.create();
        pipelines.getMethods().forEach(method -> acknowledgeAfterTheWork().check(method, found));

        assertThat(found.getViolating())
                .flatExtracting(ConditionEvent::getDescriptionLines)
                .allMatch(line -> line.contains("Pipelines.early"))
                .hasSize(2);
    }

    /** Signatures of both kinds. */
    static final class Pipelines {
        @Incoming("a")
        @Outgoing("b")
        Multi<String> earlyStream(Multi<String> items) {
            return items;
        }

        @Incoming("c")
        @Outgoing("d")
        Multi<String> earlyItem(String item) {
            return Multi.createFrom().item(item);
        }

        @Incoming("e")
        @Outgoing("f")
        Multi<Message<String>> stream(Multi<Message<?>> messages) {
            return messages.map(message -> message.withPayload(""));
        }

        @Incoming("g")
        @Outgoing("h")
        String item(String item) {
            return item;
        }

        @Outgoing("i")
        Multi<String> source() {
            return Multi.createFrom().empty();
        }
    }

    @Test
    void timeComesFromAClock() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("time is asked of a java.time.Clock that is passed in, so that tests can set it")
                .check(CODE);
    }

    @Test
    void streamsAreNotLeftOrWaitedFor() {
        classes()
                .that(new DescribedPredicate<JavaClass>("are not known subscribers") {
                    @Override
                    public boolean test(JavaClass type) {
                        return !SUBSCRIBERS.containsKey(type.getFullName());
                    }
                })
                .should(neverCall("await", "io.smallrye.mutiny.Uni"))
                .andShould(neverCall("subscribe", "io.smallrye.mutiny.Uni"))
                .andShould(neverCall("subscribe", "io.smallrye.mutiny.Multi"))
                .because("whoever subscribes takes the result from those who acknowledge by it")
                .check(CODE);
    }

    private static ArchCondition<JavaClass> neverCall(String method, String type) {
        return never(callMethodWhere(target(name(method)).and(target(owner(assignableTo(type))))));
    }

    private static ArchCondition<JavaMethod> acknowledgeAfterTheWork() {
        return new ArchCondition<>("not be Multi<O> f(Multi<I>) or Multi<O> f(I), which acknowledge before the work") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean takes = method.isAnnotatedWith(Incoming.class);
                boolean returnsMany = method.getRawReturnType().isEquivalentTo(Multi.class);
                if (takes && returnsMany && !takesMessages(method)) {
                    events.add(SimpleConditionEvent.violated(
                            method, method.getFullName() + " acknowledges early: make it a stream of Message"));
                }
            }
        };
    }

    private static boolean takesMessages(JavaMethod method) {
        return method.getParameterTypes().stream().allMatch(HouseRulesTest::isOfMessages);
    }

    private static boolean isOfMessages(JavaType type) {
        return type.toErasure().isAssignableTo(Message.class)
                || (type instanceof JavaParameterizedType parameterized
                        && parameterized.getActualTypeArguments().stream()
                                .allMatch(argument -> argument.toErasure().isAssignableTo(Message.class)));
    }

    private static boolean isIn(JavaClass type, String part) {
        return (type.getPackageName() + ".").startsWith("dev.logbell." + part + ".");
    }
}
