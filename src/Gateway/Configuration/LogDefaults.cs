namespace WxYarpGateway.Gateway.Configuration;

/// <summary>What is logged unless the section <c>Logging</c> says otherwise.</summary>
internal static class LogDefaults
{
    /// <summary>
    /// Gets the levels. Those of the framework keep URLs out of the log: WeChat's carry signatures and openids, a backend's may carry keys.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Levels { get; } = new Dictionary<string, string?>
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",

        // It logs nothing above Information, and while it is on, each request costs an activity.
        ["Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics"] = "None",

        // It warns at the first start that its keys are not encrypted. YARP uses them for two kinds of affinity cookies, which name a
        // destination.
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",

        // Probes come every few seconds, and get their findings as the answer.
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None",
        ["Logging:LogLevel:System.Net.Http.HttpClient"] = "Warning",
        ["Logging:LogLevel:Yarp"] = "Warning",
    };
}
