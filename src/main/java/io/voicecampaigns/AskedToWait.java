package io.voicecampaigns;

import io.voicecampaigns.provider.ProviderException;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Puts a request that is tried again off for as long as the provider asked for, up to a minute. */
public final class AskedToWait implements Processor {
    private static final long LONGEST_MILLIS = Duration.ofMinutes(1).toMillis();

    private final Clock clock;

    public AskedToWait(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        exchange.getIn().removeHeader(Exchange.REDELIVERY_DELAY);
        if (exchange.getProperty(Exchange.EXCEPTION_CAUGHT) instanceof ProviderException failure) {
            failure.retryAt().map(at -> Duration.between(clock.instant(), at).toMillis()).filter(millis -> millis > 0)
                    .ifPresent(millis -> exchange.getIn().setHeader(Exchange.REDELIVERY_DELAY, Math.min(millis, LONGEST_MILLIS)));
        }
    }
}
