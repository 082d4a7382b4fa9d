// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;
using LwM2M.Nano.Objects;
using LwM2M.Nano.Operations;

namespace LwM2M.Nano.Bootstrap
{
    /// <summary>Bootstrap-Discover: which instances there are, with the Short Server IDs of accounts.</summary>
    internal static class BootstrapDiscoverOperation
    {
        internal static CoapCode Run(OperationContext context, string version)
        {
            ObjectRegistry registry = context.Registry;
            int level = ResourcePath.Level(context.Path);
            LwM2MObject one = level == 1 ? registry.Find(ResourcePath.ObjectId(context.Path)) : null;
            if (level > 1 || (level == 1 && one == null))
            {
                return level > 1 ? CoapCode.MethodNotAllowed : CoapCode.NotFound;
            }

            int offset = context.Response.BeginContent(ContentFormat.LinkFormat);
            LinkFormatWriter links = new LinkFormatWriter();
            links.Open(context.Response.Writer.Buffer, offset, context.Response.Writer.PayloadCapacity);
            if (version == "1.0")
            {
                links.AddText("lwm2m=\"1.0\"");
            }
            else
            {
                links.AddLink(ResourcePath.Root);
                links.AddAttribute("lwm2m", version);
            }

            for (int i = 0; i < registry.Count; i++)
            {
                if (one == null || registry[i] == one)
                {
                    AddObject(links, registry[i]);
                }
            }

            return context.Response.EndContent(links.Length, links.Overflowed);
        }

        private static void AddObject(LinkFormatWriter links, LwM2MObject found)
        {
            if (found.InstanceCount == 0 || found.Version != null)
            {
                DiscoverOperation.AddObject(links, found);
            }

            for (int i = 0; i < found.InstanceCount; i++)
            {
                int instanceId = found.InstanceIdAt(i);
                links.AddLink(ResourcePath.Of(found.ObjectId, instanceId));
                SecurityInstance security = found.ObjectId == 0 ? (SecurityInstance)((SecurityObject)found).FindInstance(instanceId) : null;
                if (security != null && !security.IsBootstrap)
                {
                    links.AddAttribute("ssid", security.ShortServerId);
                    links.AddAttribute("uri", "\"" + security.Uri + "\"");
                }
                else if (found.ObjectId == 1)
                {
                    links.AddAttribute("ssid", ((ServerInstance)((ServerObject)found).FindInstance(instanceId)).ShortServerId);
                }
            }
        }
    }
}
