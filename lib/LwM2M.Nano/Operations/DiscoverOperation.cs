// Copyright (c) the LwM2M.Nano authors.
// Licensed under the MIT license.

using LwM2M.Nano.Coap;
using LwM2M.Nano.Formats;
using LwM2M.Nano.Model;

namespace LwM2M.Nano.Operations
{
    /// <summary>Discover: what is below a path, as links.</summary>
    internal static class DiscoverOperation
    {
        internal static CoapCode Run(OperationContext context)
        {
            CoapCode code = ReadOperation.Find(context.Registry, context.Path, out LwM2MObject found, out int definition);
            int level = ResourcePath.Level(context.Path);
            if (code != CoapCode.Content || level > 3)
            {
                return code == CoapCode.Content ? CoapCode.MethodNotAllowed : code;
            }

            int offset = context.RespondWithContent(ContentFormat.LinkFormat);
            LinkFormatWriter links = new LinkFormatWriter();
            links.Open(context.Response.Buffer, offset, context.Response.PayloadCapacity);
            if (level == 3)
            {
                AddResource(links, found, ResourcePath.InstanceId(context.Path), definition, context.Attributes);
            }
            else if (level == 2)
            {
                AddInstance(links, found, ResourcePath.InstanceId(context.Path), context.Attributes);
            }
            else
            {
                AddObject(links, found);
                AddAttributes(links, ResourcePath.Of(found.ObjectId), context.Attributes);
                for (int i = 0; i < found.InstanceCount; i++)
                {
                    AddInstance(links, found, found.InstanceIdAt(i), context.Attributes);
                }
            }

            return context.EndContent(links.Length, links.Overflowed);
        }

        /// <summary>Adds the link of an object, with its version when that is not 1.0.</summary>
        internal static void AddObject(LinkFormatWriter links, LwM2MObject found)
        {
            links.AddLink(ResourcePath.Of(found.ObjectId));
            if (found.Version != null)
            {
                links.AddAttribute("ver", found.Version);
            }
        }

        private static void AddInstance(LinkFormatWriter links, LwM2MObject found, int instanceId, AttributeTable attributes)
        {
            links.AddLink(ResourcePath.Of(found.ObjectId, instanceId));
            AddAttributes(links, ResourcePath.Of(found.ObjectId, instanceId), attributes);
            for (int i = 0; i < found.Resources.Length; i++)
            {
                if (found.HasResource(instanceId, Resource.Id(found.Resources[i])))
                {
                    AddResource(links, found, instanceId, found.Resources[i], attributes);
                }
            }
        }

        private static void AddResource(LinkFormatWriter links, LwM2MObject found, int instanceId, int definition, AttributeTable attributes)
        {
            int resourceId = Resource.Id(definition);
            links.AddLink(ResourcePath.Of(found.ObjectId, instanceId, resourceId));
            if ((definition & Resource.Multiple) != 0)
            {
                links.AddAttribute("dim", found.ResourceInstanceCount(instanceId, resourceId));
            }

            AddAttributes(links, ResourcePath.Of(found.ObjectId, instanceId, resourceId), attributes);
        }

        private static void AddAttributes(LinkFormatWriter links, long path, AttributeTable attributes)
        {
            NotificationAttributes own = attributes.Find(path);
            for (int i = 0; own != null && i < NotificationAttributes.Names.Length; i++)
            {
                if (own.Has(1 << i))
                {
                    links.AddAttribute(NotificationAttributes.Names[i], own[1 << i]);
                }
            }
        }
    }
}
