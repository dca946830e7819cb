package io.voicecampaigns.operate;

import io.voicecampaigns.call.Retrying;
import io.voicecampaigns.call.Steered;
import io.voicecampaigns.call.Steering;
import io.voicecampaigns.call.Suppressing;
import io.voicecampaigns.outcome.Disposition;
import io.voicecampaigns.report.Outbox;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The verbs of people who operate campaigns. Each is given a path's part, the header {@code Operator}, which may be null, and a body, and
 * answers in a sentence what has come of it.
 *
 * <p>All throw {@link RefusedException} where nothing was done, with what to do next. Thread-safe.
 */
public final class Operating {
    private final Steering steering;
    private final Retrying retrying;
    private final Suppressing suppressing;
    private final Outbox outbox;

    public Operating(Steering steering, Retrying retrying, Suppressing suppressing, Outbox outbox) {
        this.steering = steering;
        this.retrying = retrying;
        this.suppressing = suppressing;
        this.outbox = outbox;
    }

    public Reply pause(String campaign, String operator, String body) {
        Request request = Request.of(operator, body, "reason");
        return of(campaign, id -> steering.pause(id, request.who(), request.reason()));
    }

    public Reply resume(String campaign, String operator, String body) {
        Request request = Request.of(operator, body);
        return of(campaign, id -> steering.resume(id, request.who()));
    }

    public Reply cancel(String campaign, String operator, String body) {
        Request request = Request.of(operator, body, "reason");
        return of(campaign, id -> steering.cancel(id, request.who(), request.reason()));
    }

    /** The body's {@code disposition} says whose; absent, those whose call failed. */
    public Reply retry(String campaign, String operator, String body) {
        Request request = Request.of(operator, body, "disposition");
        String word = request.text("disposition").orElse(Disposition.FAILED.word());
        Disposition disposition = Disposition.ofWord(word).orElseThrow(() -> RefusedException.badRequest("there is no such disposition",
                "choose one of " + Arrays.stream(Disposition.values()).map(Disposition::word).collect(Collectors.joining(", "))));
        return of(campaign, id -> retrying.retry(id, disposition, request.who()));
    }

    /** The body's {@code sink} may be left out where a campaign has one; with {@code all}, what it has accepted is sent again too. */
    public Reply resend(String campaign, String operator, String body) {
        Request request = Request.of(operator, body, "sink", "all");
        boolean all = request.flag("all");
        return of(campaign, id -> {
            Set<String> sinks = outbox.sinks(id, campaign);
            String sink = request.text("sink").or(() -> sinks.stream().findFirst().filter(only -> sinks.size() == 1)).orElse("");
            if (!sinks.contains(sink)) {
                throw RefusedException.badRequest(sink.isEmpty() ? "campaign " + campaign + " has several sinks" : "campaign " + campaign + " has no such sink",
                        "choose one of " + String.join(", ", sinks));
            }
            int again = outbox.resend(id, campaign, sink, all, request.who());
            return new Steered.Done(again + " outcomes of campaign " + campaign + (all ? "" : " that " + sink + " had refused")
                    + " are handed over to " + sink + " again", again);
        });
    }

    /** The body's {@code phone} is not called again by any campaign. */
    public Reply suppress(String operator, String body) {
        Request request = Request.of(operator, body, "phone", "reason");
        Steered steered = suppressing.suppress(request.required("phone"), request.reason(), request.who());
        if (steered instanceof Steered.Refused refused) {
            throw RefusedException.badRequest(refused.error(), refused.todo());
        }
        return told(steered);
    }

    private Reply of(String campaign, Function<Long, Steered> verb) {
        return told(verb.apply(steering.find(campaign).orElseThrow(() -> steering.isUnusable(campaign)
                ? RefusedException.conflict("the file of campaign " + campaign + " has never been usable, so nobody of it is called", "correct the file: its status says what is wrong with it")
                : unknown(steering.names()))));
    }

    private static RefusedException unknown(Set<String> names) {
        return RefusedException.notFound("there is no campaign of this name",
                names.isEmpty() ? "put its file into config/campaigns/" : "there are " + String.join(", ", names));
    }

    static Reply told(Steered steered) {
        if (steered instanceof Steered.Done done) {
            return Reply.done(done.sentence(), done.changed(), Map.of());
        }
        Steered.Refused refused = (Steered.Refused) steered;
        throw RefusedException.conflict(refused.error(), refused.todo());
    }
}
