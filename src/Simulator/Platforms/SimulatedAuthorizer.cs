using System.Text.Json.Nodes;

namespace WxYarpGateway.Simulator.Platforms;

/// <summary>An account that is authorized to a platform from the start.</summary>
public sealed record SimulatedAuthorizer
{
    /// <summary>Gets the AppId of one of the simulator's accounts.</summary>
    public required string AppId { get; init; }

    /// <summary>Gets the numbers of the granted permission sets; null grants all that fit the kind of account.</summary>
    public IReadOnlyList<int>? PermissionSets { get; init; }

    /// <summary>Gets whether api_query_auth was called for it, without which the APIs return an empty refresh token.</summary>
    public bool WasQueried { get; init; } = true;

    /// <summary>Gets fields that <c>authorizer_info</c> has instead of the usual ones, such as <c>channels_info</c>.</summary>
    public JsonObject? Info { get; init; }
}
