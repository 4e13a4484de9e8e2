namespace WxYarpGateway.Simulator.Replies;

/// <summary>Says how many articles of a news reply the user sees.</summary>
internal static class ArticleRules
{
    // The rule since 2018-10-12: one in answer to a message of the user, eight else.
    private const int AfterMessage = 1;
    private const int AfterEvent = 8;

    public static SimulatedReply Apply(SimulatedReply reply, int articles, string? pushedType)
    {
        var isMessage = pushedType is "text" or "image" or "voice" or "video" or "shortvideo" or "link" or "location";
        var most = isMessage ? AfterMessage : AfterEvent;
        var shown = isMessage ? "only the first" : $"the first {AfterEvent}";
        return articles <= most
            ? reply with { ArticlesShown = articles }
            : reply with
            {
                ArticlesShown = most,
                Notice = $"The reply has {articles} articles; in answer to a push of type '{pushedType}' WeChat shows {shown}.",
            };
    }
}
