package coop.minga.federation.negotiation;

/// What an entry says of bids, awards and what they came to.
public sealed interface NegotiationStatement
    permits Bid,
        BidReply,
        Outbid,
        Close,
        Award,
        Accept,
        Decline,
        Lapse,
        NoShow,
        Debit,
        Expire,
        GiveBack,
        NotAvailable,
        Cut,
        Wished,
        Take,
        FirmUp,
        RuleOut,
        Elsewhere,
        Hold {}
