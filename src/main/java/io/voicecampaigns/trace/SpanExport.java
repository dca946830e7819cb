package io.voicecampaigns.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Sends spans that are over to a collector, in batches and by a thread of its own. What the collector does not take is lost. */
final class SpanExport implements AutoCloseable {
    private static final AttributeKey<String> ATTEMPT = AttributeKey.stringKey("attempt.id");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PlannedIds ids = new PlannedIds();
    private final SdkTracerProvider provider;
    private final Tracer tracer;

    SpanExport(String endpoint) {
        provider = SdkTracerProvider.builder()
                .setIdGenerator(ids)
                .setSampler(Sampler.alwaysOn())
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "voice-campaigns")))
                .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                        .setEndpoint(endpoint.replaceFirst("/+$", "") + "/v1/traces").setTimeout(PATIENCE).build()).build())
                .build();
        tracer = provider.get("voice-campaigns");
    }

    /** The span that all others of an attempt are parts of. */
    void whole(String name, UUID attempt, Instant from, Instant to) {
        ids.plan(traceOf(attempt), rootOf(attempt));
        try {
            send(tracer.spanBuilder(name).setNoParent(), attempt, from, to);
        } finally {
            ids.forget();
        }
    }

    void part(String name, UUID attempt, Instant from, Instant to) {
        SpanContext whole = SpanContext.createFromRemoteParent(traceOf(attempt), rootOf(attempt), TraceFlags.getSampled(), TraceState.getDefault());
        send(tracer.spanBuilder(name).setParent(Context.root().with(Span.wrap(whole))), attempt, from, to);
    }

    private static void send(SpanBuilder builder, UUID attempt, Instant from, Instant to) {
        builder.setAttribute(ATTEMPT, attempt.toString()).setStartTimestamp(from).startSpan()
                // two clocks may disagree about what came first
                .end(to.isBefore(from) ? from : to);
    }

    private static String traceOf(UUID attempt) {
        return attempt.toString().replace("-", "");
    }

    /** Known to every process, whoever sends it. */
    private static String rootOf(UUID attempt) {
        return String.format("%016x", attempt.getMostSignificantBits() ^ attempt.getLeastSignificantBits());
    }

    @Override
    public void close() {
        provider.shutdown().join(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Random ids, but for the one span whose ids are planned by the thread that makes it. */
    private static final class PlannedIds implements IdGenerator {
        private final ThreadLocal<String[]> planned = new ThreadLocal<>();

        void plan(String trace, String span) {
            planned.set(new String[] {trace, span});
        }

        void forget() {
            planned.remove();
        }

        @Override
        public String generateTraceId() {
            return planned.get() == null ? IdGenerator.random().generateTraceId() : planned.get()[0];
        }

        @Override
        public String generateSpanId() {
            return planned.get() == null ? IdGenerator.random().generateSpanId() : planned.get()[1];
        }
    }
}
