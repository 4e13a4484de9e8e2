using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WxYarpGateway.Transforms.Pipeline.ReplyKinds;

/// <summary>Writes and reads replies in the store, as <c>{"kind":"text","Content":"…"}</c>. All replicas share this form.</summary>
/// <remarks>
/// During an upgrade an older replica may read a newer one's reply. Unknown members are ignored; an unknown kind reads as no reply.
/// </remarks>
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

    /// <summary>Reads a reply; returns <see langword="null"/> when this version cannot read it.</summary>
    public static Reply? Read(string json)
    {
        try
        {
            // The serializer checks everything except null entries of a list.
            return JsonSerializer.Deserialize(json, OfReply) is var reply && reply is NewsReply news && news.Articles.Contains(null)
                ? null
                : reply;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    // Not attributes on the kinds: those are public API, and the store's form is internal.
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
