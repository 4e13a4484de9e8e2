using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Platforms.Events;

namespace WxYarpGateway.Simulator.Platforms.Orders;

/// <summary>The body of <c>POST /simulator/register</c>: the result of registering a mini program through the platform.</summary>
internal sealed record RegistrationOrder
{
    /// <summary>WeChat's name of the event that carries a code; so spelt.</summary>
    public const string FastRegistration = "notify_third_fasteregister";

    public required string Platform { get; init; }

    /// <summary>Gets the new mini program, one of the simulator's accounts.</summary>
    public required string AppId { get; init; }

    public string InfoType { get; init; } = FastRegistration;

    /// <summary>Gets the result; 0 authorizes the mini program to the platform.</summary>
    public int Status { get; init; }

    public string Msg { get; init; } = "OK";

    public JsonObject? Info { get; init; }

    /// <summary>Returns the event: AppId is the platform, appid the mini program; only a fast registration has a code.</summary>
    public PlatformEvent ToEvent(string? code)
    {
        var message = PlatformEvent.Of(InfoType).With("appid", AppId).With("status", Status);
        message = code is null ? message : message.With("auth_code", code);
        return message.With("msg", Msg).With("info", Info ?? []);
    }
}
