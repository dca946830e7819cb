package io.voicecampaigns.agent;

import java.util.List;

/** A release that ends here: something has to be corrected, or looked at again, by a person. The reasons hold no values of the file. */
public final class ReleaseRefusedException extends RuntimeException {
    private final transient List<String> reasons;

    ReleaseRefusedException(List<String> reasons) {
        super(String.join("; ", reasons));
        this.reasons = List.copyOf(reasons);
    }

    ReleaseRefusedException(String reason) {
        this(List.of(reason));
    }

    public List<String> reasons() {
        return reasons;
    }
}
