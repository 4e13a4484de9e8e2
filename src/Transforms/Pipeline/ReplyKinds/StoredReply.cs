using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>How a reply stands in the store, written for other replicas and read from theirs: <c>{"kind":"text","Content":"…"}</c>.</summary>
/// <remarks>While replicas are being upgraded, one may meet what a newer one wrote: unknown members are read over, an unknown kind is no reply.</remarks>
internal static partial class StoredReply
{
    private static readonly JsonTypeInfo<Reply> OfReply = (JsonTypeInfo<Reply>)new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = Replies.Default.WithAddedModifier(TellKinds),
    }.GetTypeInfo(typeof(Reply));

    /// <summary>Writes a reply.</summary>
    public static byte[] Write(Reply reply) => JsonSerializer.SerializeToUtf8Bytes(reply, OfReply);

    /// <summary>Reads a reply; returns <see langword="null"/> when this version cannot.</summary>
    public static Reply? Read(string json)
    {
        try
        {
            // That the entries of a list are there is the one thing that the serializer does not see to.
            return JsonSerializer.Deserialize(json, OfReply) is var reply && reply is NewsReply news && news.Articles.Contains(null) ? null : reply;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    // Here and not as attributes on the replies: how they are kept is this room's concern.
    private static void TellKinds(JsonTypeInfo type)
    {
        if (type.Type == typeof(Reply))
        {
            type.PolymorphismOptions = new JsonPolymorphismOptions
            {
                TypeDiscriminatorPropertyName = "kind",
                DerivedTypes =
                {
                    new(typeof(SuccessReply), "success"),
                    new(typeof(TextReply), "text"),
                    new(typeof(ImageReply), "image"),
                    new(typeof(VoiceReply), "voice"),
                    new(typeof(VideoReply), "video"),
                    new(typeof(MusicReply), "music"),
                    new(typeof(NewsReply), "news"),
                    new(typeof(TransferCustomerServiceReply), "transfer_customer_service"),
                    new(typeof(RawReply), "raw"),
                },
            };
        }
    }

    [JsonSerializable(typeof(Reply))]
    [JsonSerializable(typeof(SuccessReply))]
    [JsonSerializable(typeof(TextReply))]
    [JsonSerializable(typeof(ImageReply))]
    [JsonSerializable(typeof(VoiceReply))]
    [JsonSerializable(typeof(VideoReply))]
    [JsonSerializable(typeof(MusicReply))]
    [JsonSerializable(typeof(NewsReply))]
    [JsonSerializable(typeof(TransferCustomerServiceReply))]
    [JsonSerializable(typeof(RawReply))]
    private sealed partial class Replies : JsonSerializerContext;
}
