package io.voicecampaigns.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * What this process counts and times, since its start. Labels are names of campaigns, providers and sinks and words of ours: nothing of
 * a person, and never more of them than there are files. Prometheus adds the units and {@code _total}. Thread-safe.
 */
public final class Meters {
    private static final Duration[] OF_A_REQUEST = millis(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 15_000);
    private static final Duration[] OF_A_MOMENT = millis(250, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 30_000, 60_000, 300_000);
    private static final Duration[] OF_A_DAY = millis(1_000, 5_000, 30_000, 60_000, 300_000, 900_000, 3_600_000, 14_400_000, 43_200_000);

    private final MeterRegistry registry;

    public Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** One for Camel's metrics and ours, as Camel looks for it in its registry under {@code metricsRegistry}. */
    public static PrometheusMeterRegistry newRegistry() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    /** Somebody who was due is about to be dialled. */
    public void claimed(String campaign, Instant due, Instant now) {
        record(Timer.builder("voice_campaigns.due_to_dial").description("From when a contact was due, windows and limits included, to the intent to dial it")
                .tag("campaign", campaign).serviceLevelObjectives(OF_A_DAY).register(registry), due, now);
    }

    /** An attempt is over. @param disposition in our words */
    public void ended(String campaign, String disposition) {
        count("voice_campaigns.attempts", "Attempts that ended, by how they ended when it was first known", 1, "campaign", campaign, "disposition", disposition);
    }

    /** A call's ending is known. @param ended when it ended, by the provider's clock */
    public void detected(String provider, Instant ended, Instant now) {
        record(Timer.builder("voice_campaigns.detection_delay").description("From the end of a call, by the provider's clock, to our knowing it")
                .tag("provider", provider).serviceLevelObjectives(OF_A_MOMENT).register(registry), ended, now);
    }

    /** A sink accepted the first that was told of an attempt. @param ended when its call ended */
    public void reported(String sink, Instant ended, Instant now) {
        record(Timer.builder("voice_campaigns.report_delay").description("From the end of a call to a sink's accepting its first outcome")
                .tag("sink", sink).serviceLevelObjectives(OF_A_MOMENT).register(registry), ended, now);
    }

    /** @param result {@code accepted}, {@code later}, {@code refused}, or {@code failed} where the sink failed as a whole */
    public void handedOver(String sink, String result, long outcomes) {
        count("voice_campaigns.outcomes", "Outcomes that were handed to a sink, by what it made of them", outcomes, "sink", sink, "result", result);
    }

    /** A request to a provider has come back. @param status the answer's, or {@code none} */
    public void requested(String provider, String operation, String status) {
        count("voice_campaigns.provider_requests", "Requests to a provider, by what was asked and the status of the answer; none: there was no answer, or nothing was sent",
                1, "provider", provider, "operation", operation, "status", status);
    }

    /** A request to start a call has come back, with an answer or without. */
    public void dialled(String provider, Duration took) {
        Timer.builder("voice_campaigns.dial").description("The time that a request to start a call took").tag("provider", provider)
                .serviceLevelObjectives(OF_A_REQUEST).register(registry).record(took);
    }

    /** A try to release an agent is over. @param result {@code released}, {@code refused} or {@code unfinished} */
    public void released(String provider, String result) {
        count("voice_campaigns.releases", "Tries of this process to release agents, by what came of them", 1, "provider", provider, "result", result);
    }

    /** Without this, the first of something would not be seen as a change from none. */
    public void expect(String provider) {
        Stream.of("released", "refused", "unfinished").forEach(result -> counter("voice_campaigns.releases",
                "Tries of this process to release agents, by what came of them", "provider", provider, "result", result));
    }

    private void count(String name, String meaning, long many, String... labels) {
        counter(name, meaning, labels).increment(many);
    }

    private Counter counter(String name, String meaning, String... labels) {
        return Counter.builder(name).description(meaning).tags(labels).register(registry);
    }

    /** Two clocks may disagree about what came first. */
    private static void record(Timer timer, Instant from, Instant to) {
        Duration between = Duration.between(from, to);
        timer.record(between.isNegative() ? Duration.ZERO : between);
    }

    private static Duration[] millis(long... bounds) {
        return java.util.Arrays.stream(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
