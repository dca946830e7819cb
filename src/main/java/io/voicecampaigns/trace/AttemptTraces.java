package io.voicecampaigns.trace;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the time of an attempt went, as one trace of OpenTelemetry for each: from the intent to dial it to a sink's taking its outcome. Its
 * trace is named after its id, so that whoever claims, polls and reports adds to the same one, in whatever process. Spans carry ids and
 * nothing else. Off by default, and then nothing of OpenTelemetry is even loaded. Thread-safe; never throws and never waits.
 */
public final class AttemptTraces implements AutoCloseable {
    private static final String USUAL_ENDPOINT = "http://localhost:4318";

    private final boolean isOn;
    private final String endpoint;
    private SpanExport export;

    /**
     * @param endpoint of a collector that takes OTLP over HTTP; blank: {@code http://localhost:4318}. Nothing is sent before the first span
     */
    public AttemptTraces(boolean isOn, String endpoint) {
        this.isOn = isOn;
        this.endpoint = endpoint.isBlank() ? USUAL_ENDPOINT : endpoint.strip();
    }

    /** None at all. */
    public static AttemptTraces off() {
        return new AttemptTraces(false, "");
    }

    /** The answer to a request to dial is on record, or that there was none. */
    public void dialled(UUID attempt, Instant intent, Instant recorded) {
        export().ifPresent(spans -> spans.part("dial", attempt, intent, recorded));
    }

    /**
     * An attempt is over, and that is known.
     *
     * @param started when its call began, by the provider's clock; empty if there was none, or nobody knows
     * @param ended   when its call ended, by the same
     */
    public void ended(UUID attempt, Instant intent, Optional<Instant> started, Optional<Instant> ended, Instant known) {
        export().ifPresent(spans -> {
            if (started.isPresent() && ended.isPresent()) {
                spans.part("call", attempt, started.get(), ended.get());
            }
            spans.whole("attempt", attempt, intent, known);
        });
    }

    /** A sink has taken an outcome. @param since when its call had ended */
    public void reported(UUID attempt, Instant since, Instant accepted) {
        export().ifPresent(spans -> spans.part("report", attempt, since, accepted));
    }

    private synchronized Optional<SpanExport> export() {
        if (isOn && export == null) {
            export = new SpanExport(endpoint);
        }
        return Optional.ofNullable(export);
    }

    /** Sends what is not sent yet, for a few seconds at most. */
    @Override
    public synchronized void close() {
        if (export != null) {
            export.close();
            export = null;
        }
    }
}
