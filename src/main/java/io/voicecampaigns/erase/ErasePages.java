package io.voicecampaigns.erase;

import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.enroll.RowNumbers;
import io.voicecampaigns.operate.RefusedException;
import io.voicecampaigns.operate.Reply;
import io.voicecampaigns.operate.Request;
import io.voicecampaigns.privacy.Shown;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What operators ask of erasing and pruning, and are told. */
public final class ErasePages {
    private static final Pattern DAYS = Pattern.compile("([1-9]\\d{0,4})d");
    /** Never used: a number without its country is refused. */
    private static final String ANY_REGION = "ES";

    private final Erasing erasing;
    private final Pruning pruning;
    private final PhoneNumbers numbers;

    public ErasePages(Erasing erasing, Pruning pruning, PhoneNumbers numbers) {
        this.erasing = erasing;
        this.pruning = pruning;
        this.numbers = numbers;
    }

    /** @param body {@code {"phone": "+34612345678", "as_written"?: false}} */
    public Reply forget(String operator, String body) {
        Request request = Request.of(operator, body, "phone", "as_written");
        Erasing.Answer answer = erasing.forget(request.who(), number(request.required("phone"), request.flag("as_written")));
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("state", answer.state());
        answer.waitsFor().ifPresent(why -> more.put("waits_for", why));
        more.put("rows", answer.rows());
        more.put("held_elsewhere", held(answer.held()));
        more.put("left", answer.left().stream().map(Shown::name).toList());
        return Reply.done(sentence(answer), answer.contacts(), more);
    }

    /** A digit that is missing would have the wrong person erased, or nobody: what cannot be called is taken only from whoever says that it is so. */
    private String number(String text, boolean asWritten) {
        if (text.startsWith("+") && numbers.normalise(text, ANY_REGION) instanceof PhoneNumbers.Valid valid) {
            return valid.e164();
        }
        if (!asWritten) {
            throw RefusedException.badRequest("phone is not a number with its country code that can be called",
                    "write it as +34612345678; if a list has it just as it is, ask with as_written (--as-written)");
        }
        if (numbers.normalise(text, ANY_REGION) instanceof PhoneNumbers.Invalid invalid && invalid.reason().equals(PhoneNumbers.LOST_ITS_DIGITS)) {
            throw RefusedException.badRequest("phone lost its digits in a spreadsheet, and is the same for many people", "prune the list, or name another number");
        }
        return RowNumbers.written(text).orElseThrow(() -> RefusedException.badRequest("phone has fewer than " + RowNumbers.FEWEST_DIGITS
                + " digits, or more than any number has, and names nobody", "prune the list, or name another number"));
    }

    private static String sentence(Erasing.Answer answer) {
        return switch (answer.state()) {
            case "erased" -> "the person is erased, and will be neither enrolled nor called again";
            case "pending" -> "the person is not called any more, and is erased by itself as soon as possible: " + answer.waitsFor().orElse("something")
                    + ". Ask again to see";
            default -> "the person is not called any more, and is being erased: " + answer.waitsFor().orElse("the results of their lists are written anew")
                    + ". Ask again to see";
        };
    }

    private static Map<String, Object> held(Held held) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("calls", held.calls().stream().map(call -> Map.of("provider", call.provider(), "call", call.call())).toList());
        shown.put("outcomes", held.outcomes().stream().map(told -> Map.of("sink", told.sink(), "attempt", told.attempt(), "record", told.record())).toList());
        shown.put("records", held.records().stream().map(record -> Map.of("list", Shown.name(record.list()), "record", record.record())).toList());
        shown.put("do_not_call", held.doNotCall());
        return shown;
    }

    /** @param body {@code {"older_than": "90d", "dry_run": true}} */
    public Reply prune(String operator, String body) {
        Request request = Request.of(operator, body, "older_than", "dry_run");
        Matcher days = DAYS.matcher(request.required("older_than"));
        if (!days.matches() || Duration.ofDays(Long.parseLong(days.group(1))).compareTo(Pruning.SHORTEST_AGE) < 0) {
            throw RefusedException.badRequest("older_than is not a number of days, at least " + Pruning.SHORTEST_AGE.toDays(), "write it as 90d");
        }
        boolean dryRun = request.flag("dry_run");
        Pruning.Counts counts = pruning.prune(request.who(), Duration.ofDays(Long.parseLong(days.group(1))), dryRun);
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("dry_run", dryRun);
        more.put("contacts", counts.contacts());
        more.put("attempts", counts.attempts());
        more.put("rejected", counts.rejected());
        more.put("test_calls", counts.testCalls());
        String what = counts.lists() + " lists with " + counts.contacts() + " contacts"
                + (counts.testCalls() > 0 ? ", and " + counts.testCalls() + " test calls," : "");
        return Reply.done(dryRun ? what + " would be removed" : what + " are being removed", dryRun ? 0 : counts.lists() + counts.testCalls(),
                withLists(counts.lists(), more));
    }

    private static Map<String, Object> withLists(long lists, Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(Map.of("lists", lists));
        all.putAll(more);
        return all;
    }
}
