using System.Security.Cryptography;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.Publishing;

/// <summary>Answers <c>/cgi-bin/draft/…</c>.</summary>
internal sealed class DraftEndpoints(AccessGate gate, AccountShelf<Draft> drafts, ArticleCheck articles, TimeProvider clock)
{
    public Dictionary<string, Func<ApiCall, ApiAnswer>> Routes => new(StringComparer.Ordinal)
    {
        ["/cgi-bin/draft/add"] = gate.Post(Add),
        ["/cgi-bin/draft/get"] = gate.Post(Get),
        ["/cgi-bin/draft/update"] = gate.Post(Update),
        ["/cgi-bin/draft/delete"] = gate.Post(Delete),
        ["/cgi-bin/draft/count"] = gate.Get(Count),
        ["/cgi-bin/draft/batchget"] = gate.Post(List),
    };

    private ApiAnswer Add(SimulatedAccount account, JsonObject json)
    {
        if (articles.Check(account.AppId, json["articles"] as JsonArray) is { } error)
        {
            return error;
        }

        var all = json["articles"]!.AsArray().Select(article => articles.Complete(account.AppId, article!.AsObject()));
        var now = clock.GetUtcNow();
        var draft = new Draft(RandomNumberGenerator.GetHexString(43), new JsonArray([.. all]).ToJsonString(), now, now);
        drafts.Put(account.AppId, draft.MediaId, draft);
        return new ApiAnswer(new JsonObject { ["media_id"] = draft.MediaId });
    }

    private ApiAnswer Update(SimulatedAccount account, JsonObject json)
    {
        if (!drafts.TryFind(account.AppId, json.Text("media_id"), out var draft))
        {
            return ApiError.InvalidMediaId;
        }

        var all = draft.Items();
        if (json.Number("index") is not { } index || index < 0 || index >= all.Count)
        {
            return ApiError.InvalidIndex;
        }

        if (articles.Check(account.AppId, json["articles"]) is { } error)
        {
            return error;
        }

        all[(int)index] = articles.Complete(account.AppId, json["articles"]!.AsObject());
        drafts.Put(account.AppId, draft.MediaId, draft with { Articles = all.ToJsonString(), UpdatedAt = clock.GetUtcNow() });
        return ApiAnswer.Ok();
    }

    private ApiAnswer Get(SimulatedAccount account, JsonObject json) =>
        drafts.TryFind(account.AppId, json.Text("media_id"), out var draft) ? new ApiAnswer(draft.Describe()) : ApiError.InvalidMediaId;

    private ApiAnswer Delete(SimulatedAccount account, JsonObject json) =>
        drafts.Remove(account.AppId, json.Text("media_id")) ? ApiAnswer.Ok() : ApiError.InvalidMediaId;

    private ApiAnswer Count(SimulatedAccount account, ApiCall call) =>
        new(new JsonObject { ["total_count"] = drafts.Of(account.AppId).Count });

    // Newest first.
    private ApiAnswer List(SimulatedAccount account, JsonObject json) =>
        Page.Of(json)?.Answer([.. drafts.Of(account.AppId).Reverse()], draft => draft.Summarize(json.Number("no_content") != 1))
        ?? ApiError.InvalidArguments;
}
