using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Overview.Answers;
using WxYarpGateway.Gateway.Overview.Backups;
using WxYarpGateway.Gateway.Overview.Settings;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Gateway.Overview;

/// <summary>The form of what is told to people who look after the gateway.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OverviewAnswer))]
[JsonSerializable(typeof(MinutesAnswer))]
[JsonSerializable(typeof(ConfigurationAnswer))]
[JsonSerializable(typeof(ErrcodeAnswer))]
[JsonSerializable(typeof(OwnKeyAnswer))]
[JsonSerializable(typeof(BackupOrderAnswer))]
[JsonSerializable(typeof(BackupAnswer[]))]
internal sealed partial class OverviewJson : JsonSerializerContext
{
    /// <summary>Gets the form, in which text is written as it is.</summary>
    public static OverviewJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = MessageJson.ToBackend.Encoder,
    });

    /// <summary>Sends an answer.</summary>
    public static Task SendAsync<TAnswer>(
        HttpContext context, TAnswer answer, JsonTypeInfo<TAnswer> form, int status = StatusCodes.Status200OK)
        => JsonBody.SendAsync(context, status, JsonBody.ContentType, JsonSerializer.SerializeToUtf8Bytes(answer, form));
}
