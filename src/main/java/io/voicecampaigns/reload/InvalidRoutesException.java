package io.voicecampaigns.reload;

import java.util.List;
import java.util.stream.Collectors;

/** The routes cannot be run, and there are no earlier ones that could. */
public final class InvalidRoutesException extends RuntimeException {
    InvalidRoutesException(String what, List<Finding> findings) {
        super(what + findings.stream().map(finding -> "\n  " + finding).collect(Collectors.joining()));
    }
}
