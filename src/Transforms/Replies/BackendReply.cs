using System.Text.Json;
using System.Text.Json.Serialization;
using WxYarpGateway.TokenService.Api.Json;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>The reply as a backend writes it in JSON. Names are matched in any case, as go-wx-gateway matched them.</summary>
/// <remarks>
/// With setters: properties that only an initialiser may set are collected first by the serializer, at three times the cost.
/// Where a field of ours is missing, the name that WeChat and its SDKs have for it is taken; it never takes the place of one that is there.
/// </remarks>
internal sealed record BackendReply
{
    private const int MostNames = 5;
    private const string TypeOfNews = "news";
    private const string TypeOfText = "text";
    private const string TypeOfTransfer = "transfer_customer_service";

    /// <summary>WeChat shows at most this many articles and drops the rest (图文消息条数).</summary>
    private const int MostArticles = 8;

    private static readonly HashSet<string> Kinds = [TypeOfText, "image", "voice", "video", "music", TypeOfNews, TypeOfTransfer];

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
            // The second is how an element says that a text has half of a surrogate pair.
            return new ReadReply(null);
        }
    }

    private ReadReply ToReply(ReadOnlySpan<byte> body, MessageHead message)
    {
        var others = new OtherFields(Others);
        var type = Type is { Length: > 0 } ? Type : others.Text("msgtype")?.ToLowerInvariant();
        if (Type is not { Length: > 0 } && IsObjectOfWeChat(type, others, message))
        {
            return RawObject.Read(body) is { } raw ? new ReadReply(raw) : NoReply("an object that is too deep or large, or names that are doubled or none of XML's");
        }

        var reply = ToReply(type, others);
        return reply is not null ? new ReadReply(reply, string.Join(", ", others.NotTaken().Take(MostNames).Select(name => $"'{name}'")))
            : Type is { Length: > 0 } ? NoReply($"type '{OtherFields.Shown(Type)}'")

            // Whoever says nothing under our own name for it may have another for something else.
            : new ReadReply(Reply.Success, $"type '{OtherFields.Shown(type!)}'");
    }

    private static ReadReply NoReply(string notUnderstood) => new(null, notUnderstood);

    /// <summary>Returns whether what has no type of ours is an object for WeChat and not for a user: by the event that it answers, or by what it says.</summary>
    private bool IsObjectOfWeChat(string? type, OtherFields others, MessageHead message)
    {
        var isEmpty = (Msg ?? Title ?? Desc ?? Url ?? HqUrl ?? KfAccount) is null && Articles is null && Others is null;
        return !isEmpty
            && (type is null || !Kinds.Contains(type))
            && (AnsweredEvents.WantAnswer(message)
                || (Msg is null && Articles is null && others.HasAny("errcode", "resultcode", "retcode") && AnsweredEvents.MayHaveAnswer(message)));
    }

    private Reply? ToReply(string? type, OtherFields others)
    {
        // As custom/send and the passive XML have it: {"msgtype":"text","text":{"content":"…"}}.
        var inner = type is { Length: > 0 } ? others.Within(type == TypeOfTransfer ? "transinfo" : type) : others.Within(TypeOfText);
        return type switch
        {
            null or "" when Msg is null && Articles is not null => News(inner, others),
            null or "" or TypeOfText => Spoken(new TextReply(Msg ?? inner.Text("content") ?? others.Text("content", "text") ?? "")),
            "image" => Spoken(new ImageReply(MediaId(inner, others))),
            "voice" => Spoken(new VoiceReply(MediaId(inner, others))),
            "video" => Spoken(new VideoReply(MediaId(inner, others), Title ?? inner.Text("title") ?? "", Description(inner, others))),
            "music" => Spoken(new MusicReply(
                Title ?? inner.Text("title") ?? "",
                Description(inner, others),
                Url ?? inner.Text("musicurl", "url") ?? others.Text("musicurl") ?? "",
                HqUrl ?? inner.Text("hqmusicurl", "hqurl") ?? others.Text("hqmusicurl", "hqurl") ?? "",
                Msg ?? inner.Text("thumbmediaid") ?? others.Text("thumbmediaid", "mediaid") ?? "")),
            TypeOfNews => News(inner, others),
            TypeOfTransfer => new TransferCustomerServiceReply(KfAccount ?? inner.Text("kfaccount") ?? others.Text("kfaccount")),
            "raw" => others.Find("body", JsonValueKind.Object) is { } body && RawObject.IsValid(body) ? new RawReply(body) : null,
            "success" => Reply.Success,
            _ => null,
        };
    }

    private string MediaId(OtherFields inner, OtherFields others) => Msg ?? inner.Text("mediaid") ?? others.Text("mediaid") ?? "";

    private string Description(OtherFields inner, OtherFields others) => Desc ?? inner.Text("description", "desc") ?? others.Text("description") ?? "";

    private Reply News(OtherFields inner, OtherFields others)
    {
        var articles = Articles ?? (inner.Find("articles", JsonValueKind.Array, JsonValueKind.Object) is { } nested ? BackendArticles.Read(nested) : []);
        return Spoken(new NewsReply([.. articles.OfType<BackendArticle>().Take(MostArticles).Select(article => article.ToArticle(others))]));
    }

    private static Reply Spoken(Reply reply) => reply switch
    {
        TextReply { Content: "" } or ImageReply { MediaId: "" } or VoiceReply { MediaId: "" } or VideoReply { MediaId: "" } => Reply.Success,
        MusicReply { Url: "", HighQualityUrl: "", ThumbMediaId: "" } or NewsReply { Articles: [] } => Reply.Success,
        _ => reply,
    };

    // The generated one would print what is said to a user.
    public override string ToString() => Type ?? "";
}
