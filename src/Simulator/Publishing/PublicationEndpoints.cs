using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Publishing;

/// <summary>Answers <c>/cgi-bin/freepublish/…</c>, and pushes the result of each task as <c>PUBLISHJOBFINISH</c>.</summary>
internal sealed class PublicationEndpoints(
    AccessGate gate,
    AccountShelf<Draft> drafts,
    AccountShelf<Publication> publications,
    LaterPushes later)
{
    private const int Published = 0;
    private const int DeletedByUser = 5;

    private long _last = 100_000_000;

    public Dictionary<string, Func<ApiCall, ApiAnswer>> Routes => new(StringComparer.Ordinal)
    {
        ["/cgi-bin/freepublish/submit"] = gate.Post(Submit),
        ["/cgi-bin/freepublish/get"] = gate.Post(Get),
        ["/cgi-bin/freepublish/delete"] = gate.Post(Delete),
        ["/cgi-bin/freepublish/getarticle"] = gate.Post(GetArticle),
        ["/cgi-bin/freepublish/batchget"] = gate.Post(List),
    };

    private ApiAnswer Submit(SimulatedAccount account, JsonObject json)
    {
        if (!drafts.TryFind(account.AppId, json.Text("media_id"), out var draft))
        {
            return ApiError.InvalidMediaId;
        }

        var id = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        var publication = new Publication(id, RandomNumberGenerator.GetHexString(43), account.Switches.PublishJobStatus, draft);
        publications.Put(account.AppId, id, publication);

        // Publishing removes the draft.
        if (publication.Status == Published)
        {
            drafts.Remove(account.AppId, draft.MediaId);
        }

        if (account.GatewayUrl is not null)
        {
            later.Push(account.AppId, PushedMessage.Event("PUBLISHJOBFINISH").With("PublishEventInfo", Describe(publication)));
        }

        return ApiAnswer.Ok().And("publish_id", id);
    }

    private ApiAnswer Get(SimulatedAccount account, JsonObject json)
    {
        var id = json.Text("publish_id") ?? json.Number("publish_id")?.ToString(CultureInfo.InvariantCulture);
        return publications.TryFind(account.AppId, id, out var publication)
            ? new ApiAnswer(Describe(publication))
            : ApiError.InvalidArguments;
    }

    private ApiAnswer GetArticle(SimulatedAccount account, JsonObject json) =>
        Find(account, json) is { } found ? new ApiAnswer(found.Draft.Describe()) : ApiError.InvalidArticle;

    // Newest first.
    private ApiAnswer List(SimulatedAccount account, JsonObject json) =>
        Page.Of(json)?.Answer([.. Visible(account).Reverse()], publication => Summarize(publication, json.Number("no_content") != 1))
        ?? ApiError.InvalidArguments;

    private ApiAnswer Delete(SimulatedAccount account, JsonObject json)
    {
        if (Find(account, json) is not { } found)
        {
            return ApiError.InvalidArticle;
        }

        publications.Put(account.AppId, found.PublishId, found with { Status = DeletedByUser });
        return ApiAnswer.Ok();
    }

    private Publication? Find(SimulatedAccount account, JsonObject json) =>
        json.Text("article_id") is { } id ? Visible(account).FirstOrDefault(publication => publication.ArticleId == id) : null;

    private IEnumerable<Publication> Visible(SimulatedAccount account) =>
        publications.Of(account.AppId).Where(publication => publication.Status == Published);

    private static JsonObject Describe(Publication publication)
    {
        var json = new JsonObject { ["publish_id"] = publication.PublishId, ["publish_status"] = publication.Status };
        var articles = publication.Draft.Items().OfType<JsonObject>().Index().ToList();
        if (publication.Status == Published)
        {
            var items = articles.Select(article =>
                new JsonObject { ["idx"] = article.Index + 1, ["article_url"] = article.Item.Text("url") });
            json["article_id"] = publication.ArticleId;
            json["article_detail"] = new JsonObject { ["count"] = articles.Count, ["item"] = new JsonArray([.. items]) };
        }

        var failed = publication.Status is Published or DeletedByUser ? [] : articles;
        json["fail_idx"] = new JsonArray([.. failed.Select(article => JsonValue.Create(article.Index + 1))]);
        return json;
    }

    private static JsonObject Summarize(Publication publication, bool withContent)
    {
        var json = publication.Draft.Summarize(withContent);
        json.Remove("media_id");
        json["article_id"] = publication.ArticleId;
        return json;
    }
}
