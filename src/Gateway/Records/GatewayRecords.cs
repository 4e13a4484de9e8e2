using WxYarpGateway.Database.Access;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Platforms;
using WxYarpGateway.Platform.Records;

namespace WxYarpGateway.Gateway.Records;

/// <summary>Sets up the records of pushes and their endpoints.</summary>
internal static class GatewayRecords
{
    /// <summary>Adds them. Without the section <c>Records</c> they cost nothing.</summary>
    public static void AddGatewayRecords(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddPushRecords();
        services.AddSingleton<IDatabaseUse, Use>();
        services.AddSingleton<RecordStream>();
        services.AddSingleton<RecordReplay>();
        services.AddSingleton<RecordAnswers>();
        services.AddSingleton<IEndpointGroup, RecordEndpoints>();
        services.AddSingleton<IPlatformEndpoints, PlatformRecordEndpoints>();
    }

    /// <summary>Says when records need the database.</summary>
    private sealed class Use(RecordSettings settings) : IDatabaseUse
    {
        public string? WhyNeeded() => settings.WhyDatabase();
    }
}
