using System.Text.Json.Serialization;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>How the serializer reads what backends write.</summary>
[JsonSerializable(typeof(BackendReply))]
[JsonSerializable(typeof(BackendArticle))]
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
internal sealed partial class BackendReplyJson : JsonSerializerContext;
