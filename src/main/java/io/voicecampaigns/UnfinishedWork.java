package io.voicecampaigns;

import io.voicecampaigns.call.Claimed;
import io.voicecampaigns.call.ContactChecks;
import io.voicecampaigns.call.Dialing;
import io.voicecampaigns.call.Polling;
import io.voicecampaigns.call.Question;
import io.voicecampaigns.call.Questions;
import io.voicecampaigns.call.Sweep;
import io.voicecampaigns.enroll.ContactBatch;
import io.voicecampaigns.enroll.Enrolling;
import io.voicecampaigns.reload.StandingWaiters;
import io.voicecampaigns.report.Outbox;
import io.voicecampaigns.report.ReportBatch;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Sees to it that what a stage hands to a route comes back when the route is done with it, whatever the route's file says: one that was cut
 * off, or lost its error handling, keeps no request slot, no provider's turn, no system's question, no rows and no outcomes. Thread-safe.
 */
public final class UnfinishedWork implements RoutePolicyFactory, StandingWaiters {
    private static final String WORK = "UnfinishedWork";

    private final Dialing dialing;
    private final Polling polling;
    private final Questions questions;
    private final ContactChecks checks;
    private final Enrolling enrolling;
    private final Outbox outbox;
    private final Unforeseen unforeseen;

    public UnfinishedWork(Dialing dialing, Polling polling, Questions questions, ContactChecks checks, Enrolling enrolling, Outbox outbox,
            Unforeseen unforeseen) {
        this.dialing = dialing;
        this.polling = polling;
        this.questions = questions;
        this.checks = checks;
        this.enrolling = enrolling;
        this.outbox = outbox;
        this.unforeseen = unforeseen;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext camelContext, String routeId, NamedNode route) {
        return new Policy();
    }

    private void begin(Object work) {
        if (work instanceof ContactBatch rows) {
            enrolling.begin(rows);
        } else if (work instanceof ReportBatch outcomes) {
            outbox.begin(outcomes);
        } else if (work instanceof ContactChecks.Check check) {
            checks.begin(check);
        }
    }

    private void over(String route, Object work) {
        boolean isLeft = work instanceof Claimed claimed ? dialing.over(claimed)
                : work instanceof Sweep sweep ? polling.over(sweep)
                : work instanceof Question question ? questions.over(question)
                : work instanceof ContactChecks.Check check ? checks.over(check)
                : work instanceof ContactBatch rows ? enrolling.over(rows)
                : work instanceof ReportBatch outcomes && outbox.over(outcomes);
        if (isLeft) {
            unforeseen.happened(route, new UnfinishedException());
        }
    }

    private static boolean isWork(Object body) {
        return body instanceof Claimed || body instanceof Sweep || body instanceof Question || body instanceof ContactChecks.Check || body instanceof ContactBatch
                || body instanceof ReportBatch;
    }

    /** Steps that wait for a request slot, which another request keeps for as long as its provider takes. */
    @Override
    public void letGo() {
        dialing.nobodyWaits(true);
    }

    @Override
    public void goOn() {
        dialing.nobodyWaits(false);
    }

    private final class Policy extends RoutePolicySupport {
        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            Object body = exchange.getMessage().getBody();
            // a route that passes it on is done with it when the next one is
            if (isWork(body) && exchange.getProperty(WORK) != body) {
                exchange.setProperty(WORK, body);
                begin(body);
                exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                    @Override
                    public void onDone(Exchange done) {
                        over(route.getRouteId(), body);
                    }
                });
            }
        }
    }

    private static final class UnfinishedException extends RuntimeException {
        UnfinishedException() {
            super("it ended without the step that records what came of it; that is undone and tried again");
        }
    }
}
