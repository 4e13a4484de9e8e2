using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WxYarpGateway.Rig;

/// <summary>A gateway in this process, listening on a free port.</summary>
public sealed class RunningGateway : IAsyncDisposable
{
}
