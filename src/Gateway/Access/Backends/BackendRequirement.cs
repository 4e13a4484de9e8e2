using Microsoft.AspNetCore.Authorization;

namespace WxYarpGateway.Gateway.Access.Backends;

/// <summary>
/// Requires an API key; where none is configured, a program on this machine.
/// </summary>
internal sealed class BackendRequirement : IAuthorizationRequirement;
