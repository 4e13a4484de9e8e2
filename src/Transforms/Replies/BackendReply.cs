using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>Reads the reply that a backend writes in JSON. Names match in any case, as in go-wx-gateway.</summary>
/// <remarks>
/// The properties have setters: the serializer collects init-only ones first, at three times the cost.
/// WeChat's or an SDK's name for a field counts where ours is missing, and never replaces ours.
/// </remarks>
internal sealed record BackendReply
{
    private const int MostNames = 5;
    private const string TypeOfText = "text";
    private const string TypeOfTransfer = "transfer_customer_service";

    /// <summary>WeChat shows at most this many articles and drops the rest (图文消息条数).</summary>
    private const int MostArticles = 8;

    // One row for each kind, by the type that names it. Inner is what custom/send and the passive XML nest: {"text":{"content":"…"}}.
    private static readonly FrozenDictionary<string, Reader> Readers = new Dictionary<string, Reader>
    {
        [TypeOfText] = static (reply, inner, others) => reply.Text(inner, others),
        ["image"] = static (reply, inner, others) => new ImageReply(reply.MediaId(inner, others)),
        ["voice"] = static (reply, inner, others) => new VoiceReply(reply.MediaId(inner, others)),
        ["video"] = static (reply, inner, others)
            => new VideoReply(reply.MediaId(inner, others), reply.Title ?? inner.Text("title") ?? "", reply.Description(inner, others)),
        ["music"] = static (reply, inner, others) => reply.Music(inner, others),
        ["news"] = static (reply, inner, others) => reply.News(inner, others),
        [TypeOfTransfer] = static (reply, inner, others)
            => new TransferCustomerServiceReply(reply.KfAccount ?? inner.Text("kfaccount") ?? others.Text("kfaccount")),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private delegate PassiveReply Reader(BackendReply reply, OtherFields inner, OtherFields others);

    public string? Type { get; set; }

    public string? Msg { get; set; }

    public string? Title { get; set; }

    public string? Desc { get; set; }

    public string? Url { get; set; }

    public string? HqUrl { get; set; }

    public string? KfAccount { get; set; }

    [JsonConverter(typeof(BackendArticles))]
    public IReadOnlyList<BackendArticle?>? Articles { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }

    /// <summary>Reads a backend's body; returns <see langword="null"/> when it is not a reply.</summary>
    public static Reply? Read(ReadOnlySpan<byte> body) => Read(body, MessageHead.Unknown).Reply;

    /// <summary>Reads a backend's body in answer to a message.</summary>
    public static ReadReply Read(ReadOnlySpan<byte> body, MessageHead message)
    {
        body = ByteOrderMark.Skip(body);
        if (body.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new ReadReply(Reply.Success);
        }

        try
        {
            var reply = JsonSerializer.Deserialize(body, BackendReplyJson.Default.BackendReply);
            return reply is null ? new ReadReply(Reply.Success) : reply.ToReply(body, message);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // JsonElement throws the latter for half of a surrogate pair.
            return new ReadReply(null);
        }
    }

    private ReadReply ToReply(ReadOnlySpan<byte> body, MessageHead message)
    {
        var others = new OtherFields(Others);
        var type = Type is { Length: > 0 } ? Type : others.Text("msgtype")?.ToLowerInvariant();
        if (Type is not { Length: > 0 } && IsObjectOfWeChat(type, others, message))
        {
            return RawObject.Read(body) is { } raw
                ? new ReadReply(raw)
                : NoReply("an object that is too deep or too large, or names that are doubled or not allowed in XML");
        }

        var reply = ToReply(type, others);
        reply = reply is { IsEmpty: true } ? Reply.Success : reply;
        return reply is not null ? new ReadReply(reply, string.Join(", ", others.NotTaken().Take(MostNames).Select(name => $"'{name}'")))
            : Type is { Length: > 0 } ? NoReply($"type '{OtherFields.Shown(Type)}'")

            // A backend without our "type" may mean something else by "msgtype".
            : new ReadReply(Reply.Success, $"type '{OtherFields.Shown(type!)}'");
    }

    private static ReadReply NoReply(string notUnderstood) => new(null, notUnderstood);

    /// <summary>Returns whether a body without our type is an object for WeChat, judged by the event or by its own fields.</summary>
    private bool IsObjectOfWeChat(string? type, OtherFields others, MessageHead message)
    {
        var isEmpty = (Msg ?? Title ?? Desc ?? Url ?? HqUrl ?? KfAccount) is null && Articles is null && Others is null;
        return !isEmpty
            && (type is null || !Readers.ContainsKey(type))
            && (AnsweredEvents.WantAnswer(message)
                || (Msg is null && Articles is null && others.HasAny("errcode", "resultcode", "retcode")
                    && AnsweredEvents.MayHaveAnswer(message)));
    }

    private Reply? ToReply(string? type, OtherFields others)
    {
        var inner = others.Within(type is { Length: > 0 } ? type == TypeOfTransfer ? "transinfo" : type : TypeOfText);
        return type switch
        {
            null or "" => Msg is null && Articles is not null ? News(inner, others) : Text(inner, others),
            "raw" => others.Find("body", JsonValueKind.Object) is { } body && RawObject.IsValid(body) ? new RawReply(body) : null,
            "success" => Reply.Success,
            _ => Readers.TryGetValue(type, out var read) ? read(this, inner, others) : null,
        };
    }

    private TextReply Text(OtherFields inner, OtherFields others)
        => new(Msg ?? inner.Text("content") ?? others.Text("content", "text") ?? "");

    private MusicReply Music(OtherFields inner, OtherFields others) => new(
        Title ?? inner.Text("title") ?? "",
        Description(inner, others),
        Url ?? inner.Text("musicurl", "url") ?? others.Text("musicurl") ?? "",
        HqUrl ?? inner.Text("hqmusicurl", "hqurl") ?? others.Text("hqmusicurl", "hqurl") ?? "",
        Msg ?? inner.Text("thumbmediaid") ?? others.Text("thumbmediaid", "mediaid") ?? "");

    private NewsReply News(OtherFields inner, OtherFields others)
    {
        var articles = Articles
            ?? (inner.Find("articles", JsonValueKind.Array, JsonValueKind.Object) is { } nested ? BackendArticles.Read(nested) : []);
        return new NewsReply([.. articles.OfType<BackendArticle>().Take(MostArticles).Select(article => article.ToArticle(others))]);
    }

    private string MediaId(OtherFields inner, OtherFields others) => Msg ?? inner.Text("mediaid") ?? others.Text("mediaid") ?? "";

    private string Description(OtherFields inner, OtherFields others)
        => Desc ?? inner.Text("description", "desc") ?? others.Text("description") ?? "";

    // The generated ToString would print the reply's text.
    public override string ToString() => Type ?? "";
}
