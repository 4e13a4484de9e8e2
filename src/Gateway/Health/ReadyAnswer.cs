using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Health.Reports;
using WxYarpGateway.Transforms.LateReplies;
using WxYarpGateway.Transforms.Pipeline.Formats;

namespace WxYarpGateway.Gateway.Health;

/// <summary>
/// Writes the answer of <c>/health/ready</c>: the status for everyone, the details for those who may see them, laid out for people.
/// </summary>
internal sealed class ReadyAnswer(IAuthorizationService authorization, PendingReplies lateReplies)
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = MessageJson.ToBackend.Encoder,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        DictionaryKeyPolicy = null,
    };

    /// <summary>Writes the answer.</summary>
    public async Task WriteAsync(HttpContext context, HealthReport report)
    {
        var access = await authorization.AuthorizeAsync(context.User, context, GatewayAccess.Backends);
        object answer = access.Succeeded ? Report(report) : new { Status = StatusOf(report) };
        context.Response.ContentType = JsonBody.ContentType;
        await JsonSerializer.SerializeAsync(context.Response.Body, answer, Layout, context.RequestAborted);
        await context.Response.WriteAsync("\n", context.RequestAborted);
    }

    private ReadyReport Report(HealthReport report) => new(
        StatusOf(report),
        HealthDetails.ReasonsOf(report),
        report.Entries[ShutdownCheck.Name].Status != HealthStatus.Healthy,
        HealthDetails.Of<ConfigurationHealth>(report, ConfigurationCheck.Name),
        HealthDetails.Of<StoreHealth>(report, StoreCheck.Name),
        HealthDetails.Of<DatabaseHealth>(report, DatabaseCheck.Name),
        HealthDetails.Of<IReadOnlyDictionary<string, CertificateHealth>>(report, CertificatesCheck.Name) is { Count: > 0 } certificates
            ? certificates
            : null,
        HealthDetails.Of<IReadOnlyDictionary<string, PlatformHealth>>(report, PlatformsCheck.Name) is { Count: > 0 } platforms
            ? platforms
            : null,
        lateReplies.Count,
        HealthDetails.Of<IReadOnlyDictionary<string, ServiceHealth>>(report, ServicesCheck.Name));

    private static string StatusOf(HealthReport report) => report.Status switch
    {
        HealthStatus.Healthy => "ready",
        HealthStatus.Degraded => "degraded",
        _ => "not ready",
    };
}
