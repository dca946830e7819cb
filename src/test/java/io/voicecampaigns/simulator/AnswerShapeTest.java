package io.voicecampaigns.simulator;

import static io.voicecampaigns.simulator.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.voicecampaigns.SettableClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds what the simulator tells against the shape that the provider publishes. */
class AnswerShapeTest {
    private static final JsonSchema CALL = schema("call.schema.json");
    private static final JsonSchema PAGE = schema("page.schema.json");

    private static JsonSchema schema(String name) {
        try (InputStream file = AnswerShapeTest.class.getResourceAsStream("/simulator/" + name)) {
            JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012, builder -> builder
                    .schemaMappers(mappers -> mappers.mapPrefix("urn:simulator:", "classpath:/simulator/")));
            return factory.getSchema(file, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void calls_have_the_published_shape_from_the_first_moment_to_the_last(Outcome outcome) throws Exception {
        SettableClock clock = new SettableClock(Instant.parse("2026-11-20T10:00:00Z"));
        SimulatorSettings settings = SimulatorSettings.defaults().withClock(clock)
                .behaving(behaviour -> behaviour.withTiming(Timing.exactly(1_000, 2_000)).withEveryCall(outcome));
        try (Simulator simulator = Simulator.start(settings)) {
            Caller caller = new Caller(simulator);
            String id = caller.start(Caller.ANA);
            for (int step = 0; step < 7; step++) {
                assertThat(CALL.validate(caller.call(id))).isEmpty();
                clock.advance(Duration.ofMillis(600));
            }
            JsonNode page = caller.list("");
            assertThat(page.get("data")).hasSize(1);
            assertThat(PAGE.validate(page)).isEmpty();
        }
    }

    @Test
    void pages_have_the_published_shape_full_or_empty_by_cursor_or_number() throws Exception {
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults())) {
            Caller caller = new Caller(simulator);
            JsonNode empty = caller.list("");
            caller.startCalls(3);

            assertThat(PAGE.validate(empty)).isEmpty();
            assertThat(PAGE.validate(caller.list("?limit=2"))).isEmpty();
            assertThat(PAGE.validate(caller.list("?limit=2&page=2"))).isEmpty();
            simulator.behave(behaviour -> behaviour.withEchoedVariables(false));
            assertThat(PAGE.validate(caller.list(""))).isEmpty();
        }
    }

    @Test
    void the_schemas_would_notice() {
        assertThat(CALL.validate(json("{\"id\":\"17\"}"))).isNotEmpty();
        assertThat(PAGE.validate(json("{\"data\":[{\"id\":\"17\"}],\"has_more\":true}"))).isNotEmpty();
    }
}
