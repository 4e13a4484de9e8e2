using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Platforms;

namespace WxYarpGateway.Gateway.Records;

/// <summary>Sets up the records of pushes and their endpoints.</summary>
internal static class GatewayRecords
{
    /// <summary>Adds them. Without the section <c>Records</c> they cost nothing.</summary>
    public static void AddGatewayRecords(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddPushRecords();
        services.AddSingleton<RecordStream>();
        services.AddSingleton<RecordReplay>();
        services.AddSingleton<RecordAnswers>();
        services.AddSingleton<IEndpointGroup, RecordEndpoints>();
        services.AddSingleton<IPlatformEndpoints, PlatformRecordEndpoints>();
    }
}
