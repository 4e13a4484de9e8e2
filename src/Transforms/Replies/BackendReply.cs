using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxYarpGateway.Transforms.Messages;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>The reply as a backend writes it in JSON. Names are matched in any case, as go-wx-gateway matched them.</summary>
/// <remarks>With setters: properties that only an initialiser may set are collected first by the serializer, at three times the cost.</remarks>
internal sealed partial record BackendReply
{
    /// <summary>WeChat shows at most this many articles and drops the rest (图文消息条数).</summary>
    private const int MostArticles = 8;

    public string? Type { get; set; }

    public string? Msg { get; set; }

    public string? Title { get; set; }

    public string? Desc { get; set; }

    public string? Url { get; set; }

    public string? HqUrl { get; set; }

    public string? KfAccount { get; set; }

    public IReadOnlyList<BackendArticle?>? Articles { get; set; }

    /// <summary>Reads a backend's body; returns <see langword="null"/> when it is not a reply.</summary>
    public static Reply? Read(ReadOnlySpan<byte> body)
    {
        if (body.StartsWith(Encoding.UTF8.Preamble))
        {
            body = body[Encoding.UTF8.Preamble.Length..];
        }

        if (body.Trim(" \t\r\n"u8).IsEmpty)
        {
            return Reply.Success;
        }

        try
        {
            var reply = JsonSerializer.Deserialize(body, BackendReplyJson.Default.BackendReply);
            return reply is null ? Reply.Success : reply.ToReply();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Reply? ToReply() => Type switch
    {
        null or "" or "text" => Speaks(new TextReply(Msg ?? "")),
        "image" => Speaks(new ImageReply(Msg ?? "")),
        "voice" => Speaks(new VoiceReply(Msg ?? "")),
        "video" => Speaks(new VideoReply(Msg ?? "", Title ?? "", Desc ?? "")),
        "music" => Speaks(new MusicReply(Title ?? "", Desc ?? "", Url ?? "", HqUrl ?? "", Msg ?? "")),
        "news" => Articles?.OfType<BackendArticle>().Take(MostArticles).Select(article => article.ToArticle()).ToArray() is { Length: > 0 } articles
            ? new NewsReply(articles)
            : Reply.Success,
        "transfer_customer_service" => new TransferCustomerServiceReply(KfAccount),
        "success" => Reply.Success,
        _ => null,
    };

    private Reply Speaks(Reply reply) => string.IsNullOrEmpty(Msg) ? Reply.Success : reply;

    [JsonSerializable(typeof(BackendReply))]
    [JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
    private sealed partial class BackendReplyJson : JsonSerializerContext;
}
