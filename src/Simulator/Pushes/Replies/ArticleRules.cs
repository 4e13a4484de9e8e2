namespace WxYarpGateway.Simulator.Pushes.Replies;

/// <summary>Limits the articles of a news reply that the user sees.</summary>
internal static class ArticleRules
{
    // WeChat's rule since 2018-10-12: one article in answer to a user's message, else eight.
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
