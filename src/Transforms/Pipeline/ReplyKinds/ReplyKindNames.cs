namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>The names of the kinds of replies in records; those that are kept in the store have the same.</summary>
internal static class ReplyKindNames
{
    /// <summary>Returns the name; empty for an answer that is none.</summary>
    public static string Of(Reply reply) => reply switch
    {
        SuccessReply => "success",
        TextReply => "text",
        ImageReply => "image",
        VoiceReply => "voice",
        VideoReply => "video",
        MusicReply => "music",
        NewsReply => "news",
        TransferCustomerServiceReply => "transfer_customer_service",
        RawReply => "raw",
        _ => "",
    };
}
