using Microsoft.AspNetCore.Authorization;

namespace WxYarpGateway.Gateway.Access;

/// <summary>
/// What a caller of an endpoint for backends must show: an API key, or, where none is configured, that it is a program on this machine.
/// </summary>
internal sealed class BackendRequirement : IAuthorizationRequirement;
