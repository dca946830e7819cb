package io.voicecampaigns.provider;

import java.io.IOException;

/** A request that could start a call was stopped before anything was sent, because it carried no permit that is good now. */
public final class NoPermitException extends IOException {
    private static final long serialVersionUID = 1L;

    NoPermitException(String message) {
        super(message);
    }
}
