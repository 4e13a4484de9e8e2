using System.Text.Json.Serialization;

namespace WxYarpGateway.Transforms.Replies;

/// <summary>The serializer's code for backends' replies.</summary>
[JsonSerializable(typeof(BackendReply))]
[JsonSerializable(typeof(BackendArticle))]
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
internal sealed partial class BackendReplyJson : JsonSerializerContext;
