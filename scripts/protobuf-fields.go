// Prints the lines of lib/kubernetes/protobuf/fields.ts: the fields of the kinds that Unloop reads, as Kubernetes' own Go types
// declare them (number, JSON name, type, whether an empty value is left out of the JSON). Only for a new version of Kubernetes:
//
//	mkdir /tmp/fields && cp scripts/protobuf-fields.go /tmp/fields/main.go && cd /tmp/fields
//	go mod init fields && go get k8s.io/api@v0.34.4 k8s.io/apimachinery@v0.34.4 && go run .
package main

import (
	"fmt"
	"os"
	"reflect"
	"sort"
	"strings"

	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

var roots = []any{
	core.Pod{}, core.Event{}, core.Node{}, core.Namespace{}, core.ReplicationController{}, core.Service{},
	core.PersistentVolumeClaim{}, core.PersistentVolume{}, core.ResourceQuota{}, core.LimitRange{},
	apps.ReplicaSet{}, apps.Deployment{}, apps.StatefulSet{}, apps.DaemonSet{}, apps.ControllerRevision{},
	batch.Job{}, batch.CronJob{}, discovery.EndpointSlice{}, autoscaling.HorizontalPodAutoscaler{},
	meta.Status{}, meta.ListMeta{},
}

var special = map[reflect.Type]string{
	reflect.TypeOf(meta.Time{}): "time", reflect.TypeOf(meta.MicroTime{}): "microTime",
	reflect.TypeOf(resource.Quantity{}): "quantity", reflect.TypeOf(intstr.IntOrString{}): "intOrString",
	reflect.TypeOf(meta.FieldsV1{}): "fields", reflect.TypeOf(runtime.RawExtension{}): "json",
}

var messages = map[string]string{}
var named = map[string]reflect.Type{}

func typeOf(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if s, ok := special[t]; ok {
		return s
	}
	switch t.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "bool"
	case reflect.Int32, reflect.Int64, reflect.Int, reflect.Uint32:
		return "int"
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		return "[]" + typeOf(t.Elem())
	case reflect.Map:
		return "{}" + typeOf(t.Elem())
	case reflect.Struct:
		add(t)
		return t.Name()
	}
	panic("type " + t.String())
}

func add(t reflect.Type) {
	if known, ok := named[t.Name()]; ok {
		if known != t {
			panic("two messages are called " + t.Name())
		}
		return
	}
	named[t.Name()] = t
	var fields []string
	for i := range t.NumField() {
		f := t.Field(i)
		p, j := f.Tag.Get("protobuf"), f.Tag.Get("json")
		if p == "" {
			if f.Type == reflect.TypeOf(meta.TypeMeta{}) {
				continue
			}
			panic(t.Name() + "." + f.Name)
		}
		number := strings.Split(p, ",")[1]
		name, options, _ := strings.Cut(j, ",")
		if name == "" && strings.Contains(options, "inline") {
			name = "+"
		}
		mark := ""
		scalar := f.Type.Kind() == reflect.String || f.Type.Kind() == reflect.Bool || f.Type.Kind() >= reflect.Int && f.Type.Kind() <= reflect.Uint64
		if scalar && strings.Contains(options, "omitempty") {
			mark = "?"
		}
		fields = append(fields, number+" "+name+mark+" "+typeOf(f.Type))
	}
	messages[t.Name()] = strings.Join(fields, ", ")
}

func main() {
	for _, r := range roots {
		add(reflect.TypeOf(r))
	}
	names := make([]string, 0, len(messages))
	for n := range messages {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		fmt.Fprintf(os.Stdout, "  %s: '%s',\n", n, messages[n])
	}
}
