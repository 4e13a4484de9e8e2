using Microsoft.AspNetCore.Authorization;

namespace WxYarpGateway.Gateway.Access;

/// <summary>
/// Requires an API key; where none is configured, a program on this machine.
/// </summary>
internal sealed class BackendRequirement : IAuthorizationRequirement;
